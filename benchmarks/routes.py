"""Ways to be introduced among 100,000 members with 50 contacts each, and hubs of 2,000."""

import random
import statistics
import time
from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import SignIn, User
from app.accounts.session import KEY
from app.cli.figures import Figure
from app.connections.contacts import Contact
from app.connections.models import Connection
from app.connections.routes import ways_between, ways_beyond
from app.connections.rules import Origin, State
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from app.moderation.models import Block
from app.profiles.models import Profile
from app.web.app import App
from benchmarks.rig.house import unserved

MEMBERS, CONTACTS, HUBS, REACH = 100_000, 50, 50, 2_000
PAIRS, CHECKED = 2_000, 200
BLOCKS = 20_000
GLAD = 0.6
PAGES, OK = 60, 200

PEOPLE = """
INSERT INTO users (public_id, family_name, given_name, reading, display_name, locale, timezone,
                   is_staff, joined_at, email_verified_at, disabled_at)
SELECT 'm' || n, '佐藤', '葵', '', '', 'ja', 'Asia/Tokyo', false, now(), now(),
       CASE WHEN n % 97 = 0 THEN now() END
FROM generate_series(1, :members) n
"""
PROFILES = """
INSERT INTO profiles (member_id, headline, company, industry, occupation, hometown, school,
                      languages, purposes, stance, phone, line_id, website, visibility,
                      is_reachable, is_connector, is_matched)
SELECT id, '', '', '', '', '', '', '{}', '{}', 'none', '', '', '', '{}', true,
       (hashtext(public_id) & 1023) < :glad * 1024, true
FROM users
"""
TIES = """
WITH ends AS (
  SELECT first.id AS a, 1 + floor(random() * :members)::int AS b
  FROM users first, generate_series(1, :each)
  UNION ALL
  SELECT hub, 1 + floor(random() * :members)::int
  FROM generate_series(1, :hubs) hub, generate_series(1, :reach)
)
INSERT INTO contacts (a, b, strength)
SELECT one, other, 1 + (one::bigint * other % 5) FROM (
  SELECT a AS one, b AS other FROM ends UNION SELECT b, a FROM ends
) both_ways WHERE one <> other
"""
APART = """
INSERT INTO blocks (blocker_id, blocked_id, blocked_at)
SELECT DISTINCT a, b, now() FROM (
  SELECT a, b FROM contacts TABLESAMPLE SYSTEM (1) REPEATABLE (7) LIMIT :blocks
) some_ties
"""


def measure() -> list[Figure]:
    """The slowest of a hundred ways; whether a connector is missing, invented, or can be told."""
    with unserved() as app:
        _written()
        dice = random.Random(11)
        pairs = [_pair(dice) for _ in range(PAIRS)]
        hubs = [_pair(dice, HUBS) for _ in range(PAIRS // 10)]
        people = _people({id_ for pair in (*pairs, *hubs) for id_ in pair})
        figures = [
            *_figures("who knows both", ways_between, pairs, people),
            *_figures("who knows both, of two hubs", ways_between, hubs, people),
            *_figures("three hops", ways_beyond, pairs[: PAIRS // 4], people),
            _told(app),
        ]
        wrong = sum(_differs(people[one], people[other]) for one, other in pairs[:CHECKED] + hubs)
        figures.append(Figure("pairs with a connector missing or invented", wrong, "", must_be=0))
    return figures


def _written() -> None:
    db.session.execute(sa.text("SET statement_timeout = 0"))
    db.session.execute(sa.text("SELECT setseed(0.5)"))
    given = {"members": MEMBERS, "each": CONTACTS // 2, "hubs": HUBS, "reach": REACH}
    for statement, names in (
        (PEOPLE, ("members",)),
        (PROFILES, ()),
        (TIES, ("members", "each", "hubs", "reach")),
        (APART, ()),
    ):
        more = {"glad": GLAD} if statement is PROFILES else {}
        more |= {"blocks": BLOCKS} if statement is APART else {}
        db.session.execute(sa.text(statement), {name: given[name] for name in names} | more)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SET statement_timeout = 0"))
        connection.execute(sa.text("VACUUM ANALYZE users, profiles, contacts, blocks"))


def _pair(dice: random.Random, among: int = MEMBERS) -> tuple[int, int]:
    one, other = dice.sample(range(1, among + 1), 2)
    return one, other


def _people(ids: set[int]) -> dict[int, User]:
    found = db.session.scalars(sa.select(User).where(User.id.in_(ids)))
    return {person.id: person for person in found}


def _figures(
    name: str,
    find: Callable[[User, User], object],
    pairs: list[tuple[int, int]],
    people: dict[int, User],
) -> list[Figure]:
    spent = []
    for one, other in pairs[:20] + pairs:  # the first tries teach the server the question
        began = time.perf_counter()
        find(people[one], people[other])
        spent.append((time.perf_counter() - began) * 1000)
    spent = sorted(spent[20:])
    middle, slow = spent[len(spent) // 2], spent[int(len(spent) * 0.99)]
    return [
        Figure(f"{name}, 99 of 100", slow, "ms", slow / middle, "the middle"),
        Figure(f"{name}, the middle", middle, "ms"),
    ]


def _told(app: App) -> Figure:
    """The page of somebody, in turns with a way to them and without one."""
    viewer, middle, other = (db.session.get_one(User, id_) for id_ in (60_001, 60_002, 60_003))
    db.session.get_one(Profile, middle.id).is_connector = True
    asked = {"asked_by_id": other.id, "asked_at": now(), "origin": Origin.ONLINE}
    tie = Connection(low_id=viewer.id, high_id=other.id, state=State.REQUESTED, **asked)
    db.session.add(tie)
    browser, address = _signed_in(app, viewer), f"/people/{other.public_id}"
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * PAGES):
        _tied((viewer.id, other.id), middle.id, is_there=bool(number % 2))
        began = time.perf_counter()
        if browser.get(address).status_code != OK:
            raise LookupError(address)
        spent[bool(number % 2)].append((time.perf_counter() - began) * 1000)
    there, not_there = (statistics.median(spent[is_there][5:]) for is_there in (True, False))
    return Figure("a person's page, with a way to them", there, "ms", there / not_there, "without")


def _signed_in(app: App, member: User) -> FlaskClient:
    browser, token, at = app.test_client(), new_token(), now()
    row = SignIn(member_id=member.id, token_hash=fingerprint(token), started_at=at, seen_at=at)
    db.session.add(row)
    db.session.commit()
    with browser.session_transaction() as session:
        session[KEY] = token
    return browser


def _tied(ends: tuple[int, int], middle: int, *, is_there: bool) -> None:
    """Let `middle` know both ends, or neither."""
    pairs = [pair for end in ends for pair in ((middle, end), (end, middle))]
    if is_there:
        db.session.execute(sa.insert(Contact), [{"a": a, "b": b} for a, b in pairs])
    else:
        known = sa.tuple_(Contact.a, Contact.b).in_(pairs)
        db.session.execute(sa.delete(Contact).where(known))
    db.session.commit()


def _differs(one: User, other: User) -> bool:
    """Whether the answer is another than the one worked out by hand from all contacts."""
    both = _known(one.id) & _known(other.id)
    glad = db.session.scalars(
        sa.text(
            "SELECT member_id FROM profiles JOIN users ON users.id = member_id"
            " WHERE is_connector AND disabled_at IS NULL AND member_id = ANY(:ids)"
        ),
        {"ids": list(both)},
    )
    return {way.through[0] for way in ways_between(one, other)} != {
        id_ for id_ in glad if not (_apart(id_) & {one.id, other.id})
    }


def _known(member_id: int) -> set[int]:
    return set(db.session.scalars(sa.select(Contact.b).where(Contact.a == member_id)))


def _apart(member_id: int) -> set[int]:
    blocked = sa.select(Block.blocked_id).where(Block.blocker_id == member_id)
    blockers = sa.select(Block.blocker_id).where(Block.blocked_id == member_id)
    return {*db.session.scalars(blocked), *db.session.scalars(blockers)}
