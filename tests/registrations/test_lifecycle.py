"""Whatever people and organizers do, in whatever order: the promises of every page still hold."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import User
from app.events.models import Event, Slot
from app.events.rules import Mode
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations import operations, queries, rules
from app.registrations.models import Change, Registration
from app.registrations.operations import Wish
from app.registrations.rules import Passage
from app.registrations.states import ACTIVE, Decision, LatestNotice, Removal, State
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import assert_the_log_tells_the_truth, loaded

PEOPLE = 5
WAITS = (timedelta(hours=1), timedelta(hours=8), timedelta(hours=30))
NOTICES = (LatestNotice.ANY, LatestNotice.DAY, LatestNotice.THREE_DAYS)
ORDERS = ((0, 1), (1,), (2, 0))

ACTS = (
    *("registers", "registers", "registers", "cancels", "accepts", "declines"),
    *("decides", "removes", "moves", "waits", "grows"),
)
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), st.integers(0, 2)), max_size=30
)


@dataclass
class Evening:
    """One event with a free slot, one that asks for approval and one without a line."""

    people: list[User]
    at: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        slots = [
            Slot(name="A", capacity=1),
            Slot(name="B", capacity=1, position=1, mode=Mode.APPROVAL),
            Slot(name="C", capacity=1, position=2, has_waitlist=False),
        ]
        self.group = a_group()
        self.event: Event = an_event(self.group, slots=slots, starts_at=self.at + timedelta(days=4))
        self.host = owner_of(self.group)

    def step(self, name: str, person: int, which: int) -> None:
        """Let something happen, or be refused without a trace, as on a page."""
        with suppress(Refused), db.session.begin_nested():
            getattr(self, name)(self.people[person], which)
        db.session.flush()
        operations.fill(self.event, at=self.at)

    def place(self, member: User) -> Registration:
        held = queries.registration_of(self.event, member)
        if held is None:
            raise operations.NotRegistered
        return loaded(held)

    def registers(self, member: User, which: int) -> None:
        slots = tuple(self.event.slots[number].id for number in ORDERS[which])
        wish = Wish(slots=slots, latest_notice=NOTICES[which])
        operations.register(self.event, member, wish, at=self.at)

    def cancels(self, member: User, _which: int) -> None:
        operations.cancel(self.place(member), by=member, at=self.at)

    def accepts(self, member: User, _which: int) -> None:
        operations.accept_offer(self.place(member), by=member, at=self.at)

    def declines(self, member: User, _which: int) -> None:
        operations.decline_offer(self.place(member), by=member, at=self.at)

    def decides(self, member: User, which: int) -> None:
        operations.decide(self.place(member), [*Decision][which], by=self.host, at=self.at)

    def removes(self, member: User, _which: int) -> None:
        operations.remove(self.place(member), Removal.OTHER, by=self.host, at=self.at)

    def moves(self, member: User, which: int) -> None:
        slot = self.event.slots[which]
        operations.change_slot(self.place(member), slot, by=self.host, at=self.at)

    def waits(self, _member: User, which: int) -> None:
        self.at += WAITS[which]
        operations.lapse(self.event, at=self.at)

    def grows(self, _member: User, which: int) -> None:
        self.event.slots[which].capacity += 1


def nothing_is_oversold(evening: Evening) -> None:
    assert all(slot.taken <= slot.capacity for slot in queries.seats(evening.event))


def nobody_holds_two_places(evening: Evening) -> None:
    held = (
        sa.select(Registration.attendee_id)
        .where(Registration.event_id == evening.event.id, Registration.state.in_(ACTIVE))
        .group_by(Registration.attendee_id)
        .having(sa.func.count() > 1)
    )
    assert db.session.scalars(held).all() == []


def no_seat_is_free_while_somebody_waits_for_it(evening: Evening) -> None:
    event, at = evening.event, evening.at
    if rules.passage(at, event.starts_at) not in (Passage.AT_ONCE, Passage.OFFER):
        return
    seats = queries.seats(event, at=at)
    for waiting in queries.waiting(event):
        too_late = rules.is_too_late(waiting.latest_notice, at, event.starts_at)
        assert too_late or rules.first_free(waiting.wishes, seats) is None


def nobody_is_seated_by_approval_who_was_not_approved(evening: Evening) -> None:
    """A seat to approve is held by those whom the organizers let in or moved, and nobody else."""
    slot = evening.event.slots[1]
    query = sa.select(Registration).where(
        Registration.slot_id == slot.id, Registration.state == State.CONFIRMED
    )
    for seated in db.session.scalars(query):
        reasons = set(db.session.scalars(_reasons(seated)))
        assert reasons & {"approved", "slot_changed"}


def _reasons(registration: Registration) -> sa.Select[str]:
    return sa.select(Change.reason).where(Change.registration_id == registration.id)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_whatever_happens_the_log_replays_to_what_stands_and_no_promise_breaks(app, steps):
    people = [a_member() for _ in range(PEOPLE)]
    evening = Evening(people)
    for step in steps:
        evening.step(*step)
        nothing_is_oversold(evening)
        nobody_holds_two_places(evening)
        no_seat_is_free_while_somebody_waits_for_it(evening)
    nobody_is_seated_by_approval_who_was_not_approved(evening)
    assert_the_log_tells_the_truth(evening.event)
