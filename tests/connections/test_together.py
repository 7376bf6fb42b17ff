"""What is said of many readers at once is what is said of each of them alone."""

from itertools import product

import pytest

from app.connections.models import Connection, Side
from app.connections.people import cards_for, visible_people
from app.connections.rules import ContactField, Origin, State, in_pair_order
from app.connections.together import cards_for_each, muted_among, ties_made_at
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile
from app.profiles.visibility import Visibility
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing
from tests.factories import a_group, a_member, a_seat, an_event, owner_of, saved
from tests.factories import blocked as kept_apart

pytestmark = pytest.mark.usefixtures("app")


def a_tie(one, other, state=State.ACTIVE, event=None, **given):
    low, high = in_pair_order(one.id, other.id)
    tie = saved(
        Connection(
            low_id=low,
            high_id=high,
            state=state,
            origin=Origin.MET,
            asked_by_id=other.id,
            event_id=event.id if event else None,
            asked_at=now(),
            connected_at=now(),
            **given,
        )
    )
    for person in (one, other):
        shares = [ContactField.EMAIL.value] if person is other else []
        saved(Side(connection_id=tie.id, owner_id=person.id, shares=shares, changed_at=now()))
    return tie


@pytest.fixture
def town():
    """People who stand to each other in every way there is."""
    group = a_group()
    event, other_event = an_event(group), an_event(a_group())
    me, contact, asker, asked, fellow, shy, guest, blocked, blocker, closed, unproven, nobody = (
        a_member(name)
        for name in (
            *("Aoi", "Beni", "Chie", "Dai", "Eita", "Fumi"),
            *("Goro", "Hina", "Ichi", "Jun", "Kei", "Leo"),
        )
    )
    people = [me, contact, asker, asked, fellow, shy, guest, blocked, blocker, closed, unproven]
    a_tie(me, contact, event=event)
    a_tie(me, asker, State.REQUESTED)
    a_tie(asked, me, State.REQUESTED)
    a_tie(me, closed, event=event)
    a_tie(me, blocked, event=event)
    a_tie(me, unproven, State.REMOVED, ended_at=now())
    for person in (me, fellow, blocked, blocker, unproven):
        a_seat(event, person, list_visibility=ListVisibility.PARTICIPANTS)
    a_seat(event, shy, list_visibility=ListVisibility.ORGANIZERS)
    a_seat(event, asked, state=Standing.CANCELLED, list_visibility=ListVisibility.PUBLIC)
    a_seat(other_event, guest, list_visibility=ListVisibility.ORGANIZERS)
    kept_apart(me, blocked)
    kept_apart(blocker, me)
    closed.disabled_at = now()
    unproven.email_verified_at = None
    for person, level in zip(people, (*Visibility, *Visibility, *Visibility), strict=False):
        profile = db.session.get(Profile, person.id) or saved(Profile(member_id=person.id))
        profile.headline, profile.visibility = "A line", {"headline": level.value}
    db.session.flush()
    return event, [*people, nobody, owner_of(group), owner_of(other_event.group)]


def test_the_cards_of_many_are_those_of_each(town):
    _, people = town
    pairs = [(one.id, other.id) for one, other in product(people, people)]
    together = cards_for_each(pairs)
    for viewer in people:
        found = together.get(viewer.id, [])
        alone = db.session.scalars(visible_people(viewer)).all()
        assert {card.person for card in found} == set(alone), viewer.given_name
        for card, other in zip(found, cards_for(viewer, [c.person for c in found]), strict=True):
            assert (card.closeness, card.words, card.contacts, card.connection) == (
                *(other.closeness, other.words, other.contacts, other.connection),
            )


def test_they_cost_the_same_for_one_as_for_all(town, statements):
    ids = [person.id for person in town[1]]
    with statements() as few:
        cards_for_each([(ids[0], ids[1])])
    with statements() as many:
        cards_for_each(list(product(ids, ids)))
    assert len(many) == len(few)


def test_ties_made_at_an_event_leave_out_whoever_is_blocked(town):
    event, (me, contact, *_rest) = town
    made = ties_made_at(event.id, [me.id])
    assert {tie.other(me).given_name for tie in made[me.id]} == {"Beni", "Jun"}
    assert [tie.id for tie in made[contact.id]] == [made[me.id][0].id]


def test_who_is_muted_is_so_for_one_side_alone(town):
    event, (me, contact, *_rest) = town
    tie = ties_made_at(event.id, [contact.id])[contact.id][0]
    db.session.get_one(Side, (tie.id, me.id)).muted_at = now()
    db.session.flush()
    assert muted_among([me.id, contact.id]) == {(me.id, contact.id)}
