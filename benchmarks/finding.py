"""Finding events by words among 20,000: how long the first page of what is found takes."""

import random
import time
from datetime import timedelta

from app.accounts.models import User
from app.cli.figures import Figure
from app.events import search
from app.events.models import Event, Slot
from app.events.queries import about, best_first, listed_events, upcoming
from app.events.rules import Status
from app.groups import search as group_search
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import paginate
from benchmarks.rig import people
from benchmarks.rig.house import unserved

EVENTS, GROUPS, AT_A_TIME, TRIALS = 20_000, 400, 1_000, 9
PER_PAGE = 12
QUESTIONS = {
    "a rare word": "量子",
    "two words": "データ分析 神田",
    "a Latin word": "rust",
    "mixed scripts": "Rust入門",
    "one sign": "食",
    "the commonest sign": "の",
    "a phrase": "「異業種の夕べ」",
    "a group": "つむぎ",
    "nothing": "存在しない言葉",
}
WORDS = (
    *("データ分析", "読書", "朝活", "食", "異業種の夕べ", "勉強", "営業", "英会話", "写真", "登山"),
    *("Rust入門", "Python", "Kubernetes", "design", "startup", "marketing", "サーバー", "子育て"),
)
PLACES = ("神田", "渋谷", "梅田", "名古屋", "横浜", "札幌", "福岡")
NAMES = ("丸の内よこいと会", "神保町つむぎの会", "Weaving Club", "渋谷サロン", "梅田夜話")


def measure() -> list[Figure]:
    """The middle of several tries for each question, ranked, as a stranger asks."""
    with unserved():
        host = people.some_members(1)[0]
        _written(host)
        people.tables_known_to_the_planner()
        spent = {name: _milliseconds(text) for name, text in QUESTIONS.items()}
        plain = _milliseconds("")
    return [
        Figure(f"{EVENTS:,} events, {name}", spent[name], "ms", spent[name] / plain, "no question")
        for name in QUESTIONS
    ]


def _milliseconds(text: str) -> float:
    tries = []
    for _ in range(TRIALS):
        db.session.rollback()
        began = time.perf_counter()
        found = upcoming(about(listed_events(None), text), now())
        paginate(best_first(found, text) if text else found, 1, PER_PAGE)
        tries.append((time.perf_counter() - began) * 1000)
    return sorted(tries)[len(tries) // 2]


def _written(host: User) -> None:
    chance = random.Random(7)
    groups = [_group(host, number) for number in range(GROUPS)]
    db.session.commit()
    for begin in range(0, EVENTS, AT_A_TIME):
        db.session.add_all(
            _event(groups[number % GROUPS], number, chance)
            for number in range(begin, begin + AT_A_TIME)
        )
        db.session.commit()


def _group(host: User, number: int) -> Group:
    group = people.a_group(host)
    group.name = f"{NAMES[number % len(NAMES)]}{number}"
    group_search.index(group)
    return group


def _event(group: Group, number: int, chance: random.Random) -> Event:
    first, *more = chance.sample(WORDS, 4)
    starts = now() + timedelta(hours=1 + number)
    place = chance.choice(PLACES)
    event = Event(
        slug=f"evening-{number}",
        group_id=group.id,
        title=f"{first}の会 第{number}回" + (" 量子" if number % 2_000 == 0 else ""),
        summary=f"{more[0]}と{more[1]}について話しましょう。",
        description=people.DESCRIPTION + f"\n\n{more[2]}も歓迎します。" * 5,
        place_name=f"{place}ホール",
        status=Status.PUBLISHED,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        made_at=now(),
        changed_at=now(),
        slots=[Slot(capacity=20)],
    )
    search.index(event)
    return event
