"""The map of an evening, held against one drawn by hand from the same profiles."""

from collections import Counter
from random import Random

import pytest
import sqlalchemy as sa

from app.connections.people import fellow_participants
from app.kit.db import db
from app.matching.queries import markets
from app.matching.queries.markets import overview_of
from app.matching.rules.market import FEWEST, Why
from app.profiles.models import ProfileTag
from app.profiles.queries import profiles_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness, is_open
from tests.factories import a_group, a_member, a_seat, a_tag, an_event, owner_of

FIELDS = {Facet.OFFER: "offers", Facet.NEED: "needs", Facet.INTEREST: "interests",
          Facet.HOBBY: "hobbies"}  # fmt: skip
MEETS = {Facet.OFFER: Facet.NEED, Facet.NEED: Facet.OFFER, Facet.INTEREST: Facet.INTEREST,
         Facet.HOBBY: Facet.HOBBY}  # fmt: skip
LEVELS = ("private", "matching", "matches", "members", "public")


@pytest.fixture
def evening(transaction):
    event = an_event(a_group(), slug="tonight", capacity=None)
    return event, owner_of(event.group)


def a_small_world(event, host, lots):
    """People who say this and that, each field shown to whom the lot says; perhaps the host."""
    tags = [a_tag(f"thing {number}").id for number in range(6)]
    people = [a_member(f"Guest{number}") for number in range(lots.randint(0, 14))]
    if lots.random() < 0.5:
        people.append(host)
    for member, profile in profiles_of([one.id for one in people]).items():
        shown = lots.sample(sorted(FIELDS.values()), lots.randint(0, 4))
        profile.visibility = {field: lots.choice(LEVELS) for field in shown}
        profile.is_matched = lots.random() < 0.9
        for facet in FIELDS:
            for tag in lots.sample(tags, lots.choice((0, 0, 1, 2))):
                db.session.add(ProfileTag(member_id=member, facet=facet, tag_id=tag))
    for member in people:
        a_seat(event, member)
    return people


def heard_from(people):
    """What each of those who take part says and does not keep private."""
    found = {}
    for member, profile in profiles_of([one.id for one in people]).items():
        if profile.is_matched:
            found[member] = (
                profile,
                {
                    facet: {tag.id for tag in profile.tagged(facet)}
                    for facet, field in FIELDS.items()
                    if profile.visibility.get(field) != "private"
                },
            )
    return found


def told_of(heard, near):
    """By tag, how many offers and needs may be told of; nothing for what nobody may be told."""
    told, every = Counter(), Counter()
    for member, (profile, says) in heard.items():
        closeness = Closeness.MATCH if member in near else Closeness.MEMBER
        for facet in (Facet.OFFER, Facet.NEED):
            field = FIELDS[facet]
            for tag in says.get(facet, ()):
                is_told = is_open(profile.visibility, field, closeness)
                told[facet, tag] += is_told
                every[facet, tag] += is_open(profile.visibility, field, Closeness.MATCH)
    seen = {key: number if number >= FEWEST else told[key] for key, number in every.items()}
    return {
        tag: (seen.get((Facet.OFFER, tag), 0), seen.get((Facet.NEED, tag), 0))
        for tag in {tag for (_facet, tag), number in every.items() if number}
    }


def alone(heard):
    """Ids of those whom nobody else answers."""
    return {
        member
        for member, (_profile, says) in heard.items()
        if not any(
            tags & others.get(MEETS[facet], set())
            for facet, tags in says.items()
            for other, (_theirs, others) in heard.items()
            if other != member
        )
    }


@pytest.mark.parametrize("seed", range(12))
def test_a_small_world_is_counted_as_one_counts_by_hand(evening, seed, monkeypatch):
    event, host = evening
    monkeypatch.setattr(markets, "PER_PAGE", 1_000)
    people = a_small_world(event, host, Random(seed))
    db.session.commit()
    heard = heard_from(people)
    near = set(db.session.scalars(fellow_participants(host)))
    told = told_of(heard, near)
    found = overview_of(event, host, 1)
    rows = {row.tag: (row.offers, row.needs) for row in found.page.items}
    assert rows == {tag: figures for tag, figures in told.items() if any(figures)}
    assert found.totals.things == len(rows)
    assert found.totals.untold == len(told) - len(rows)
    assert found.totals.gaps == sum(not offers for offers, _needs in rows.values())
    assert {one.member for one in found.hard} == alone(heard)
    assert found.hard_number == len(found.hard)
    assert found.silent == len(people) - len(heard)


def test_the_map_costs_the_same_however_many_come(evening, statements):
    event, host = evening
    asked = []
    for _size in range(2):
        a_small_world(event, a_member("Late"), Random(3))
        db.session.commit()
        with statements() as made:
            overview_of(event, host, 1)
        asked.append(len(made))
    assert asked[0] == asked[1]


def test_whoever_says_nothing_is_named_first(evening):
    event, host = evening
    loud, quiet = a_member("Loud"), a_member("Quiet")
    for member in (loud, quiet):
        a_seat(event, member)
    db.session.execute(
        sa.insert(ProfileTag).values(member_id=loud.id, facet=Facet.OFFER, tag_id=a_tag("tea").id)
    )
    db.session.commit()
    found = overview_of(event, host, 1).hard
    assert [(one.member, one.grounds[0].why) for one in found] == [
        (quiet.id, Why.SAYS_NOTHING),
        (loud.id, Why.NOBODY_NEEDS),
    ]
