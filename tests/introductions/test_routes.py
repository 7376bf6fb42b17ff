"""Ways between people: exact on graphs of every shape, and blind to what the viewer may not see."""

import random
from itertools import combinations
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.connections.contacts import Contact
from app.connections.models import Connection
from app.connections.operations import connect, remove
from app.connections.queries import between
from app.connections.routes import connectors_of, ways_between, ways_beyond
from app.connections.rules import Origin, State, in_pair_order
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block
from app.profiles.models import Profile
from tests.factories import a_member, blocked, connected
from tests.introductions.conftest import glad

pytestmark = pytest.mark.usefixtures("transaction")
OFFICE = Path(__file__).parents[1] / "fixtures" / "graphs" / "office.txt"


def tied(members, edges):
    """Connect people by their places, all at once."""
    at = now()
    db.session.add_all(
        Connection(
            low_id=pair[0], high_id=pair[1], state=State.ACTIVE, origin=Origin.MET,
            asked_at=at, connected_at=at,
        )
        for pair in {in_pair_order(members[one].id, members[other].id) for one, other in edges}
    )  # fmt: skip
    db.session.commit()


@pytest.fixture
def village():
    """Thirty people, a few of them hubs, drawn by a fixed lot; two in three are connectors."""
    lots = random.Random(4)
    members = [a_member(f"P{number}") for number in range(30)]
    glad(*(one for one in members if lots.random() < 0.67))
    edges = {pair for pair in combinations(range(30), 2) if lots.random() < 0.15}
    edges |= {(0, other) for other in range(1, 30) if lots.random() < 0.8}
    tied(members, edges)
    return members, edges


def neighbours(edges, one):
    return {b if a == one else a for a, b in edges if one in (a, b)}


def test_everybody_who_knows_both_is_found_and_nobody_is_invented(village):
    members, edges = village
    place = {member.id: number for number, member in enumerate(members)}
    glads = {
        place[id_]
        for id_ in db.session.scalars(sa.select(Profile.member_id).where(Profile.is_connector))
        if id_ in place
    }
    for one, other in combinations(range(30), 2):
        found = [place[way.through[0]] for way in ways_between(members[one], members[other])]
        assert sorted(found) == sorted(neighbours(edges, one) & neighbours(edges, other) & glads)


def test_ways_over_two_people_are_exact_from_either_end(village):
    members, edges = village
    place = {member.id: number for number, member in enumerate(members)}
    glads = {place[p.member_id] for p in db.session.query(Profile).filter_by(is_connector=True)}
    for one, other in [(0, 7), (7, 0), (3, 19), (12, 25), (28, 5)]:
        expected = {
            (near, far)
            for near in neighbours(edges, one) & glads
            for far in neighbours(edges, near) & neighbours(edges, other) & glads
            if near != other and far != one
        }
        found = ways_beyond(members[one], members[other], limit=10_000)
        assert {tuple(place[id_] for id_ in way.through) for way in found} == expected
        assert [way.strength for way in found] == sorted((w.strength for w in found), reverse=True)


@pytest.fixture
def office():
    """Two hundred people as they really met: hubs, cliques, some who hardly know anybody."""
    told = OFFICE.read_text().splitlines()
    met = [tuple(map(int, line.split())) for line in told if not line.startswith("#")]
    badges = sorted({badge for pair in met for badge in pair})
    place = {badge: number for number, badge in enumerate(badges)}
    edges = {(place[one], place[other]) for one, other in met}
    lots = random.Random(9)
    members = [a_member(f"P{number}") for number in range(len(badges))]
    glad(*(one for one in members if lots.random() < 0.6))
    tied(members, edges)
    for one, other in lots.sample(sorted(edges), 40):
        blocked(members[one], members[other])
    return members, edges


def test_ways_in_a_real_office_are_the_common_neighbours_who_may_be_asked(office):
    members, edges = office
    place = {member.id: number for number, member in enumerate(members)}
    glads = {place[p.member_id] for p in db.session.query(Profile).filter_by(is_connector=True)}
    apart = {pair for a, b in db.session.query(Block.blocker_id, Block.blocked_id)
             for pair in ((place[a], place[b]), (place[b], place[a]))}  # fmt: skip
    known = {one: neighbours(edges, one) for one in range(len(members))}
    lots, found, ends = random.Random(2), 0, list(combinations(range(len(members)), 2))

    def free(person, *others):
        return person in glads and not {(person, other) for other in others} & apart

    for one, other in lots.sample(ends, 700):
        ways = [place[way.through[0]] for way in ways_between(members[one], members[other])]
        assert sorted(ways) == sorted(x for x in known[one] & known[other] if free(x, one, other))
        found += len(ways)
    for one, other in lots.sample(ends, 60):
        far = {x for x in known[other] - {one} if free(x, one, other)}
        near = (x for x in known[one] - {other} if free(x, one, other))
        expected = {(x, y) for x in near for y in known[x] & far if free(x, y)}
        told = ways_beyond(members[one], members[other], limit=100_000)
        assert {tuple(place[id_] for id_ in way.through) for way in told} == expected
        assert len(told) == len(expected)
        found += len(told)
    assert found > 200


@pytest.mark.parametrize("hidden", ["not a connector", "blocked", "has left", "unproven"])
def test_whoever_does_not_let_themselves_be_asked_is_on_no_way(hidden):
    one, middle, other = a_member(), a_member(), a_member()
    connected(one, middle)
    connected(middle, other)
    glad(middle)
    assert [way.through for way in ways_between(one, other)] == [(middle.id,)]
    if hidden == "not a connector":
        db.session.get_one(Profile, middle.id).is_connector = False
    elif hidden == "blocked":
        blocked(other, middle)
    elif hidden == "has left":
        middle.disabled_at = now()
    else:
        middle.email_verified_at = None
    db.session.commit()
    assert ways_between(one, other) == ways_beyond(one, other) == []
    if hidden != "blocked":
        assert connectors_of(one) == []


def test_contacts_follow_connections_in_everything_that_happens_to_them():
    one, other = a_member(), a_member()

    def rows():
        return set(db.session.execute(sa.select(Contact.a, Contact.b)).all())

    both = {(one.id, other.id), (other.id, one.id)}
    connect(one, other, Origin.MET, at=now())
    db.session.flush()
    assert rows() == both
    remove(between(one, other), by=one, at=now())
    db.session.flush()
    assert rows() == set()
    connect(one, other, Origin.MET, at=now())
    db.session.flush()
    assert rows() == both
    db.session.delete(other)
    db.session.flush()
    assert rows() == set()
