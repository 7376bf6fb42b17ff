"""What people of the community do together: they learn, do small things, and thank each other."""

from datetime import date, timedelta

from app.connections.models import Connection
from app.connections.queries import between
from app.demo.operations.people import People
from app.demo.rules import Calendar
from app.demo.story import Page, pages
from app.introductions.models import CheckIn, GrowthGoal, GrowthPair, JointTask, Thanks
from app.introductions.rules.together import PairState
from app.kit.db import db

IN_THE_EVENING = "21:05"


def do_together(people: People, days: Calendar) -> None:
    """Write down who learns with whom, what is whose to do, and words of thanks."""
    for page in pages("introductions", "pairs"):
        _pair(page, people, days)
    for page in pages("introductions", "tasks"):
        _task(page, people, days)
    for page in pages("introductions", "thanks"):
        at = days.on(page["day"], IN_THE_EVENING)
        one, other = people[page["by"]], people[page["to"]]
        db.session.add(Thanks(from_id=one.id, to_id=other.id, words=page["words"], at=at))
    db.session.flush()


def _pair(page: Page, people: People, days: Calendar) -> None:
    asker, other = people[page["asked_by"]], people[page["other"]]
    at, is_active = days.on(page["day"], IN_THE_EVENING), "others_goal" in page
    pair = GrowthPair(
        connection_id=_tie(people, page["asked_by"], page["other"]).id,
        asked_by_id=asker.id,
        state=PairState.ACTIVE if is_active else PairState.ASKED,
        rhythm=page["rhythm"],
        asked_at=at,
        began_at=at if is_active else None,
        next_on=_day(days, page["next"]) if is_active else None,
        goals=[GrowthGoal(member_id=asker.id, words=page["goal"])],
    )
    if is_active:
        pair.goals.append(GrowthGoal(member_id=other.id, words=page["others_goal"]))
    db.session.add(pair)
    db.session.flush()
    for told in page.get("told", []):
        db.session.add(
            CheckIn(
                pair_id=pair.id,
                member_id=people[told["by"]].id,
                round_on=_day(days, page["next"]) - timedelta(days=page["rhythm"]),
                words=told["words"],
                at=days.on(told["day"], IN_THE_EVENING),
            )
        )


def _task(page: Page, people: People, days: Calendar) -> None:
    at, is_own = days.on(page["day"], IN_THE_EVENING), page["owner"] == page["by"]
    is_done = "done" in page
    db.session.add(
        JointTask(
            connection_id=_tie(people, page["by"], page["other"]).id,
            made_by_id=people[page["by"]].id,
            owner_id=people[page["owner"]].id,
            words=page["words"],
            due_on=_day(days, page["due"]),
            made_at=at,
            taken_at=at if is_own or is_done else None,
            done_at=days.on(page["done"], IN_THE_EVENING) if is_done else None,
        )
    )


def _day(days: Calendar, number: int) -> date:
    return days.on(number, IN_THE_EVENING).date()


def _tie(people: People, one: str, other: str) -> Connection:
    tie = between(people[one], people[other])
    if tie is None:
        raise LookupError(f"{one} and {other} do not know each other")
    return tie
