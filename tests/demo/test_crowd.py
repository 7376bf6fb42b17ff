"""A synthetic community: the same for the same seed, and true to the rules of the house."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import ApiToken, User
from app.accounts.queries import key_called
from app.attendance.models import Entry
from app.connections.models import Connection, Side
from app.demo.crowd.operations import AlreadyHere, gather, named
from app.demo.crowd.rules import Size, group_sizes
from app.events.models import Event
from app.events.rules import Mode, Status
from app.groups.models import Group, Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.profiles.models import Profile, ProfileTag, Tag
from app.registrations import jobs, queries
from app.registrations.models import Change, Registration
from app.registrations.states import State
from tests.factories import a_member

SIZE = Size(members=120, groups=8, events=24, seed=7)
AT = now().replace(microsecond=0)


@pytest.fixture
def crowd(transaction):
    return gather(SIZE, at=AT, tell=lambda _rows: None, with_keys=True)


def rows(model, *order):
    return list(db.session.scalars(sa.select(model).order_by(*order)))


def told() -> list[object]:
    """Everything about the community but numbers that the database gives."""
    people = [(m.public_id, m.email, m.full_name, m.reading) for m in rows(User, User.public_id)]
    groups = [(g.slug, g.name, g.kind, g.run_by) for g in rows(Group, Group.slug)]
    evenings = [(e.slug, e.title, e.starts_at, e.status) for e in rows(Event, Event.slug)]
    places = [
        (r.public_id, r.state, r.queue_no, r.purpose, r.registered_at)
        for r in rows(Registration, Registration.public_id)
    ]
    tags = db.session.execute(
        sa.select(User.public_id, ProfileTag.facet, ProfileTag.position, Tag.slug)
        .join(User, User.id == ProfileTag.member_id)
        .join(Tag, Tag.id == ProfileTag.tag_id)
        .order_by(User.public_id, ProfileTag.facet, ProfileTag.position)
    ).all()
    return [people, groups, evenings, places, [tuple(tag) for tag in tags]]


def test_it_is_as_large_as_was_asked(crowd, count):
    assert (len(crowd.ids), crowd.groups, crowd.events) == (120, 8, 24)
    assert count(User) == count(Profile) == 120
    assert count(ProfileTag) > 120 * 5
    assert count(Registration) == crowd.registrations > 150
    assert count(Connection) == crowd.connections > 50
    assert count(Side) == 2 * crowd.connections
    assert count(Entry) > 80


def test_the_same_seed_makes_the_same_community(transaction):
    with db.session.begin_nested() as trial:
        gather(SIZE, at=AT, tell=lambda _rows: None, with_keys=False)
        first = told()
        trial.rollback()
    a_member()  # numbers begin elsewhere, nothing else differs
    strangers = told()[0]
    gather(SIZE, at=AT, tell=lambda _rows: None, with_keys=False)
    again = told()
    again[0] = [person for person in again[0] if person not in strangers]
    assert again == first


def test_another_seed_makes_another_community_beside_it(crowd, count):
    gather(Size(120, 8, 24, seed=8), at=AT, tell=lambda _rows: None, with_keys=False)
    assert count(User) == 240


def test_the_same_seed_twice_is_refused(crowd):
    with pytest.raises(AlreadyHere):
        gather(SIZE, at=AT, tell=lambda _rows: None, with_keys=False)


def test_both_languages_are_spoken(crowd):
    locales = {member.locale for member in rows(User)}
    assert locales == {"ja", "en"}
    names = [group.name for group in rows(Group)]
    assert any(name.endswith("会") for name in names)
    assert any(name.isascii() for name in names)


def test_every_group_is_owned_and_run(crowd):
    owners = db.session.scalars(
        sa.select(Membership.group_id).where(Membership.role == Role.OWNER)
    ).all()
    assert sorted(owners) == sorted(group.id for group in rows(Group))
    assert all(group.has_disclosed for group in rows(Group))
    assert group_sizes(SIZE)[0] == 120


def test_no_seat_is_taken_twice_and_none_is_free_while_people_wait(crowd):
    for event in rows(Event):
        for seats in queries.seats(event):
            assert seats.capacity is None or seats.taken <= seats.capacity
            if event.status == Status.PUBLISHED and seats.mode == Mode.FCFS:
                assert not (seats.free and queries.waiting(event))


def test_what_is_written_down_gives_the_state(crowd):
    stands = {place.id: place.state for place in rows(Registration)}
    written = {step.registration_id: step for step in rows(Change, Change.at, Change.id)}
    assert {id_: step.to_state for id_, step in written.items()} == stands
    assert max(step.at for step in written.values()) <= AT


def test_all_kinds_of_evening_and_of_place_are_there(crowd):
    gather(Size(120, 4, 100, seed=9), at=AT, tell=lambda _rows: None, with_keys=False)
    assert {event.status for event in rows(Event)} == {Status.PUBLISHED, Status.CLOSED}
    modes = {slot.mode for event in rows(Event) for slot in event.slots}
    assert modes == set(Mode)
    states = {place.state for place in rows(Registration)}
    assert {State.CONFIRMED, State.WAITLISTED, State.APPLIED, State.CANCELLED} <= states


def test_the_timetable_finds_nothing_to_put_right(crowd):
    assert jobs.fill(AT) == 0
    lotteries = [slot for event in rows(Event) for slot in event.slots if slot.mode == Mode.LOTTERY]
    assert all(queries.draw_of_slot(slot.id) is not None for slot in lotteries)


def test_everybody_has_a_key_of_their_own(crowd, count):
    assert count(ApiToken) == len(set(crowd.keys)) == 120
    (email, name), key = next(iter(named(crowd.ids))), crowd.keys[0]
    member = key_called(key, now() + timedelta(seconds=1)).member
    assert (member.email, member.public_id) == (email, name)
