"""Everything that can happen to the seats of one event, in any order, and what must hold then."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.errors import Refused
from app.registrations import operations, queries
from app.registrations.links import buddy_token
from app.registrations.models import BuddyInvitation, Registration
from app.registrations.operations import Wish
from app.registrations.states import ACTIVE, HOLDS_SEAT, LatestNotice, State
from tests.registrations.worlds import assert_the_log_tells_the_truth

DEEDS = {
    "registers": 8,
    "asks_somebody_along": 3,
    "answers_a_friend": 4,
    "gives_up": 5,
    "accepts": 4,
    "declines": 2,
    "takes_an_open_seat": 2,
    "comes_alone": 2,
    "resizes": 2,
    "looks_at_the_clock": 2,
}


class Storm:
    """Somebody who does one thing after another, by chance alone.

    A refusal is an answer, too. Seats are never taken away by resizing below what is given:
    nobody is sent away, and nobody gets in before there is room again.
    """

    def __init__(self, event_id: int, people: list[int], chance: random.Random) -> None:
        self.event_id, self.people, self.chance = event_id, people, chance

    def step(self, at: datetime) -> None:
        """Do one thing, whole or not at all."""
        deed = self.chance.choices(list(DEEDS), weights=list(DEEDS.values()))[0]
        event = db.session.get_one(Event, self.event_id)
        try:
            getattr(self, deed)(event, at)
        except Refused:
            db.session.rollback()
        else:
            db.session.commit()

    def registers(self, event: Event, at: datetime, **together: str) -> None:
        slots = [slot.id for slot in event.slots]
        self.chance.shuffle(slots)
        notice = self.chance.choice([LatestNotice.ANY, LatestNotice.DAY, LatestNotice.WEEK])
        wished = tuple(slots[: self.chance.randint(1, len(slots))])
        wish = Wish(slots=wished, latest_notice=notice, **together)
        operations.register(event, self._somebody(), wish, at=at)

    def asks_somebody_along(self, event: Event, at: datetime) -> None:
        self.registers(event, at, buddy_email=f"friend{self.chance.random()}@example.org")

    def answers_a_friend(self, event: Event, at: datetime) -> None:
        asked = db.session.scalars(
            sa.select(BuddyInvitation)
            .join(Registration, Registration.id == BuddyInvitation.registration_id)
            .where(BuddyInvitation.answered_at.is_(None), Registration.event_id == event.id)
            .order_by(BuddyInvitation.id)
        ).all()
        if not asked:
            return
        token = buddy_token(self.chance.choice(asked).nonce)
        if self.chance.random() < 0.2:
            operations.decline_buddy(token, viewer=None, at=at)
        else:
            self.registers(event, at, buddy_token=token)

    def gives_up(self, event: Event, at: datetime) -> None:
        self._to_one(event, at, operations.cancel, *ACTIVE)

    def accepts(self, event: Event, at: datetime) -> None:
        self._to_one(event, at, operations.accept_offer, State.OFFERED)

    def declines(self, event: Event, at: datetime) -> None:
        self._to_one(event, at, operations.decline_offer, State.OFFERED)

    def takes_an_open_seat(self, event: Event, at: datetime) -> None:
        self._to_one(event, at, operations.take_open_seat, State.WAITLISTED)

    def comes_alone(self, event: Event, at: datetime) -> None:
        one = self._one(event, State.WAITLISTED)
        if one is not None:
            operations.come_alone(one, at=at)

    def resizes(self, event: Event, at: datetime) -> None:
        plan = event.plan
        slots = [
            replace(slot, capacity=max(1, slot.capacity + self.chance.randint(-1, 2)))
            for slot in plan.slots
        ]
        operations.revise(event, replace(plan, slots=tuple(slots)), at=at)

    def looks_at_the_clock(self, event: Event, at: datetime) -> None:
        operations.lapse(event, at=at)
        operations.fill(event, at=at)

    def _to_one(self, event: Event, at: datetime, do, *stands: State) -> None:
        one = self._one(event, *stands)
        if one is not None:
            do(one, by=one.attendee, at=at)

    def _one(self, event: Event, *stands: State) -> Registration | None:
        query = queries.whole().where(
            Registration.event_id == event.id, Registration.state.in_(stands)
        )
        found = db.session.scalars(query.order_by(Registration.id)).all()
        return self.chance.choice(found) if found else None

    def _somebody(self) -> User:
        return db.session.get_one(User, self.chance.choice(self.people))


def assert_nothing_is_wrong(event: Event, at: datetime) -> None:
    """What must hold whenever everything has come to rest."""
    db.session.expire_all()
    rows = list(
        db.session.scalars(
            sa.select(Registration)
            .where(Registration.event_id == event.id)
            .execution_options(populate_existing=True)
        )
    )
    active = Counter(row.attendee_id for row in rows if row.is_active)
    assert set(active.values()) <= {1}
    assert queries.free_while_waiting(at, event) == []
    by_id = {row.id: row for row in rows}
    for row in rows:
        assert (row.slot_id is not None) or row.state not in HOLDS_SEAT
        if row.buddy_id and row.is_active:
            buddy = by_id[row.buddy_id]
            assert buddy.buddy_id == row.id
            assert row.holds_seat == buddy.holds_seat
            assert not row.holds_seat or row.slot_id == buddy.slot_id
        assert not (row.awaits_buddy and row.holds_seat)
    assert_the_log_tells_the_truth(event)


WATCH = """
CREATE TABLE seen (slot_id int, taken int, capacity int);
CREATE FUNCTION watch() RETURNS trigger AS $$
DECLARE most int; held int;
BEGIN
  IF NEW.state IN ('confirmed', 'offered') AND NEW.slot_id IS NOT NULL AND
     (TG_OP = 'INSERT' OR OLD.state NOT IN ('confirmed', 'offered')
      OR OLD.slot_id IS DISTINCT FROM NEW.slot_id) THEN
    SELECT capacity INTO most FROM slots WHERE id = NEW.slot_id;
    SELECT count(*) INTO held FROM registrations
      WHERE slot_id = NEW.slot_id AND state IN ('confirmed', 'offered');
    INSERT INTO seen VALUES (NEW.slot_id, held, most);
  END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER watch AFTER INSERT OR UPDATE ON registrations
  FOR EACH ROW EXECUTE FUNCTION watch();
"""


def watch_every_seat() -> None:
    """Let the database write down, each time a seat is given, how many are held of how many."""
    db.session.execute(sa.text(WATCH))
    db.session.commit()


def seats_given() -> int:
    return db.session.scalar(sa.text("SELECT count(*) FROM seen"))


def given_too_many() -> list:
    """Every moment at which a seat was given that was not there."""
    return db.session.execute(sa.text("SELECT * FROM seen WHERE taken > capacity")).all()
