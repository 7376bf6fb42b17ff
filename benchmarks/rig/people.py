"""People with a profile who are signed in, and evenings for them: the same ones every time."""

import random
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app, session
from flask_wtf.csrf import generate_csrf

from app.accounts.models import SignIn, User
from app.accounts.session import KEY
from app.events.models import Event
from app.events.operations import draft, publish
from app.events.rules import Plan, SlotPlan
from app.groups.models import Group
from app.groups.operations import Charter, found
from app.groups.rules import Kind
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from app.profiles.models import Profile
from app.profiles.vocabulary import industries
from app.profiles.wording import PURPOSES
from benchmarks.rig.visitors import Visitor

FAMILIES = ("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤")
GIVEN = ("葵", "陽菜", "結衣", "凛", "芽依", "蓮", "湊", "悠真", "樹", "大翔")
DESCRIPTION = """\
## 当日の流れ

- 18:30 受付
- 19:00 自己紹介
- 19:20 **三つの対話**：出せるもの・求めるもの・これから
- 21:00 お開き

はじめての方もどうぞ。[会場への行き方](https://example.org/access) をご覧ください。

> 売り込みではなく、互いの話を聴く場です。
"""


def some_members(count: int, seed: int = 1) -> list[User]:
    """Members with proven addresses and a profile."""
    dice, at = random.Random(seed), now()
    codes = [industry.code for industry in industries()]
    members = [
        User(
            email=f"member{number}@example.org",
            family_name=dice.choice(FAMILIES),
            given_name=dice.choice(GIVEN),
            email_verified_at=at,
            joined_at=at - timedelta(days=dice.randint(1, 400)),
        )
        for number in range(count)
    ]
    db.session.add_all(members)
    db.session.flush()
    for member in members:
        industry = dice.choice(codes)
        db.session.add(Profile(member_id=member.id, industry=industry, languages=["ja"]))
    db.session.commit()
    return members


def a_group(host: User) -> Group:
    """A group with its disclosure card filled in."""
    charter = Charter(name="丸の内よこいと会", kind=Kind.CROSS_INDUSTRY, run_by="有志の三人")
    group = found(charter, host, at=now())
    db.session.commit()
    return group


def an_evening(group: Group, host: User, capacity: int, title: str = "異業種の夕べ") -> Event:
    """A published event in two weeks."""
    starts = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=14)
    plan = Plan(
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        summary="職種を越えて、互いの出せるものと求めるものを持ち寄ります。",
        description=DESCRIPTION,
        languages=("ja", "en"),
        place_name="神田みんなの会議室",
        address="東京都千代田区神田1-2-3",
        slots=(SlotPlan(capacity=capacity, door_fee=1000),),
    )
    event = draft(group, plan, host, at=now())
    publish(event, at=now())
    db.session.commit()
    return event


def browsers(members: list[User]) -> list[Visitor]:
    """A signed-in browser for each of them."""
    return [_browser(member) for member in members]


def purpose(number: int) -> str:
    """What brings the `number`th of them."""
    return list(PURPOSES)[number % len(PURPOSES)]


def tables_known_to_the_planner() -> None:
    """Let the database look at what has been put in, as it does by itself after a while."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(sa.text("ANALYZE"))


def _browser(member: User) -> Visitor:
    token, at = new_token(), now()
    db.session.add(
        SignIn(member_id=member.id, token_hash=fingerprint(token), started_at=at, seen_at=at)
    )
    db.session.commit()
    app = current_app
    # A context of its own: the form's token is kept in it, and belongs to one browser.
    with app.app_context(), app.test_request_context():
        session[KEY] = token
        csrf = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)
        return Visitor(f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}", csrf)
