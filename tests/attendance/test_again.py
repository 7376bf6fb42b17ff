"""An attempt sent again gets the answer it got, whatever has happened in between."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.attendance.models import Entry
from app.attendance.operations import (
    NothingToUndo,
    Outcome,
    Record,
    Scan,
    Sender,
    Visitor,
    admit,
    admit_all_the_same,
    leave,
    receive,
    receive_fee,
    scan_ticket,
    undo,
    walk_in,
)
from app.attendance.queries import attempts_at, counts
from app.attendance.rules import Code, Kind, Method
from app.events.models import Event
from app.groups.operations import bans
from app.groups.operations.bans import Unwelcome
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.operations import cancel, remove
from app.registrations.states import Removal, State
from app.registrations.tickets import ticket_token, ticket_url
from tests.attendance.doors import a_guest, again, attempt, host, tonight
from tests.factories import a_group, an_event

DOORS_OPEN = timedelta(hours=2)
WAYS = ("ticket", "frame", "name", "all the same", "fee", "home")


class Evening:
    """One door, at which whatever was sent may be sent again at any time."""

    def __init__(self) -> None:
        group = a_group()
        self.event = tonight(group, fee=500)
        other = a_guest(an_event(group))
        strangers = a_guest(tonight())
        self.people = [a_guest(self.event) for _ in range(2)]
        self.people.append(a_guest(self.event, State.WAITLISTED))
        self.people.append(a_guest(self.event, State.CANCELLED))
        self.tickets = [
            *map(ticket_url, self.people),
            ticket_url(other),
            ticket_url(strangers),
            "x",
        ]
        self.begins = self.event.starts_at - DOORS_OPEN - timedelta(minutes=20)
        self.at = self.begins
        self.sent: list[tuple[UUID, object]] = []
        self.answers: dict[UUID, set[object]] = defaultdict(set)
        self.lines: list[UUID] = []

    def send(self, way: str, which: int) -> None:
        """Something new is tried at the door."""
        scan = attempt(is_frame=way == "frame", device="A")
        here = self.people[which % len(self.people)]
        tried = {
            "ticket": partial(self.by_ticket, self.tickets[which % len(self.tickets)]),
            "frame": partial(self.by_ticket, self.tickets[which % len(self.tickets)]),
            "name": partial(self.about, admit, here.id),
            "all the same": partial(self.about, admit_all_the_same, here.id),
            "fee": partial(self.about, partial(receive_fee, amount=None), here.id),
            "home": partial(self.about, leave, here.id),
        }[way]
        self.sent.append((scan.id, partial(tried, scan)))
        self.hear(*self.sent[-1])

    def send_again(self, which: int) -> None:
        if self.sent:
            self.hear(*self.sent[which % len(self.sent)])

    def hear(self, id_: UUID, tried) -> None:
        said = tried()
        db.session.commit()
        if isinstance(said, Outcome):
            if said.entry is not None:
                self.lines.append(said.entry.id)
            said = (said.code, said.registration.id if said.registration else None)
        self.answers[id_].add(said)

    def by_ticket(self, text: str, scan: Scan) -> Outcome:
        return scan_ticket(self.event, text, scan, by=host(self.event), at=self.at)

    def about(self, work, place_id: int, scan: Scan):
        place = again(db.session.get_one(Registration, place_id))
        at_event = () if isinstance(work, partial) or work is leave else (self.event,)
        return work(*at_event, place, scan, by=host(self.event), at=self.at)

    def happen(self, what: str, which: int) -> None:
        """The world goes on."""
        by, place = host(self.event), again(self.people[which % len(self.people)])
        if what == "later":
            self.at += timedelta(minutes=15)
        elif what == "undo" and self.lines:
            try:
                undo(self.event, self.lines[which % len(self.lines)], attempt(), by=by, at=self.at)
            except NothingToUndo:
                return
        elif what == "cancel" and place.is_active:
            cancel(place, by=place.attendee, at=self.at)
        elif what == "remove" and place.is_active:
            remove(place, Removal.OWN_REQUEST, by=by, at=self.at)
        db.session.commit()


steps = st.lists(
    st.tuples(
        st.sampled_from(
            [*WAYS, *WAYS, "again", "again", "again", "undo", "undo", "later", "cancel", "remove"]
        ),
        st.integers(0, 30),
    ),
    min_size=4,
    max_size=24,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_whatever_happens_in_between_the_same_id_is_told_the_same(app, steps):
    evening = Evening()
    for what, which in steps:
        if what == "again":
            evening.send_again(which)
        elif what in WAYS:
            evening.send(what, which)
        else:
            evening.happen(what, which)
    lines = db.session.query(Entry).count()
    for which in range(len(evening.sent)):
        evening.send_again(which)
    assert [said for said in evening.answers.values() if len(said) != 1] == []
    assert db.session.query(Entry).count() == lines


pytestmark = pytest.mark.usefixtures("app")


def scanned(event: Event, place: Registration, scan: Scan, **given: object) -> Code:
    at = given.get("at", now())
    return scan_ticket(event, ticket_token(place), scan, by=host(event), at=at).code


def test_who_came_too_early_by_that_scan_is_not_in_by_it_later():
    event = tonight()
    place, scan = a_guest(event), attempt()
    early = event.starts_at - DOORS_OPEN - timedelta(minutes=1)
    assert scanned(event, place, scan, at=early) == Code.TOO_EARLY
    assert scanned(event, place, scan) == Code.TOO_EARLY
    assert scanned(event, place, attempt()) == Code.OK


def test_a_frame_that_only_repeats_the_one_before_lets_nobody_in_once_that_is_undone():
    event = tonight()
    place = a_guest(event)
    came = scan_ticket(event, ticket_token(place), attempt(), by=host(event), at=now())
    film = [attempt(is_frame=True) for _ in range(3)]
    assert {scanned(event, place, frame) for frame in film} == {Code.ALREADY}
    undo(event, came.entry.id, attempt(), by=host(event), at=now())
    assert {scanned(event, place, frame) for frame in film} == {Code.ALREADY}
    assert counts(event) == (0, 1)
    assert attempts_at(event) == []


def test_a_ticket_of_another_evening_sent_under_a_used_number_is_not_named():
    group = a_group()
    event, other, foreign = tonight(group), an_event(group), tonight()
    scan = attempt()
    assert scanned(event, a_guest(other), scan) == Code.WRONG_EVENT
    assert scanned(event, a_guest(foreign), scan) == Code.WRONG_EVENT  # as it was told
    outcome = scan_ticket(event, ticket_token(a_guest(foreign)), scan, by=host(event), at=now())
    assert outcome.registration is None


def test_a_made_up_ticket_lets_nobody_in_by_the_number_of_somebody_who_came():
    event = tonight()
    came = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(a_guest(event)))
    [first] = receive(event, [came], Sender(host(event)), at=now())
    forged = Record(came.id, Kind.IN, now(), ticket="made-up")
    [second] = receive(event, [forged], Sender(host(event)), at=now())
    assert (first.outcome.code, second.outcome.code) == (Code.OK, Code.REJECTED)
    assert second.outcome.registration is None


def test_somebody_let_in_with_a_new_place_is_told_the_same_again():
    event = tonight()
    place = a_guest(event)
    cancel(place, by=place.attendee, at=now())
    db.session.commit()
    let_in = Record(uuid4(), Kind.WALK_IN, now(), registration=place.public_id)
    told = [receive(event, [let_in], Sender(host(event)), at=now()) for _ in range(2)]
    assert [result.outcome.code for [result] in told] == [Code.OK] * 2
    assert counts(event) == (1, 1)


def test_somebody_refused_stays_refused_by_that_attempt_when_the_ban_is_lifted(count):
    event = tonight()
    ban = bans.ban(event.group, Unwelcome(name="Ada Okafor"), by=host(event), at=now())
    db.session.commit()
    scan, people = attempt(method=Method.NAME), count(User)

    def asks() -> Code:
        return walk_in(event, Visitor("Ada Okafor"), scan, by=host(event), at=now()).code

    assert [asks(), asks()] == [Code.REMOVED] * 2
    assert count(User) == people  # no account is left behind
    bans.lift(ban, event.group, by=host(event), at=now())
    db.session.commit()
    assert asks() == Code.REMOVED


def asked_until_answered(own_app, record: Record, event_id: int, member_id: int) -> Code:
    """What a phone hears that asks again where it gets no answer."""
    with own_app.app_context():
        try:
            event, member = db.session.get_one(Event, event_id), db.session.get_one(User, member_id)
            [result] = receive(event, [record], Sender(member), at=now())
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            return asked_until_answered(own_app, record, event_id, member_id)
        return result.outcome.code


def test_one_number_for_two_people_at_the_same_moment_lets_one_in(own_app):
    event = tonight()
    used, ids = uuid4(), (event.id, host(event).id)
    records = [
        Record(used, Kind.IN, now(), ticket=ticket_token(a_guest(event))) for _guest in range(2)
    ]
    start = threading.Barrier(2)

    def phone(record: Record) -> Code:
        start.wait()
        return asked_until_answered(own_app, record, *ids)

    with ThreadPoolExecutor(2) as phones:
        answers = sorted(phones.map(phone, records))
    assert answers == [Code.OK, Code.REJECTED]
    assert counts(db.session.get_one(Event, ids[0])) == (1, 2)
