"""Taking in what devices have written down: many records at once, in any order, sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.operations import correcting, walking_in
from app.attendance.operations.admitting import admit_held, scan_ticket
from app.attendance.operations.again import entered_before, tried_before
from app.attendance.operations.record import (
    NothingToUndo,
    Outcome,
    Scan,
    join_waiting,
    note_attempt,
)
from app.attendance.operations.walking_in import Visitor
from app.attendance.queries import held_at
from app.attendance.rules import (
    AFTERWARDS,
    AT_DOOR,
    Code,
    Flag,
    Kind,
    Method,
    is_written,
    sent_at_latest,
    token_in,
    true_time,
)
from app.events.models import Event
from app.events.rules import Status
from app.kit.db import db, lock
from app.kit.tokens import fingerprint
from app.registrations.models import Registration

MOST_RECORDS = 500


@dataclass(frozen=True)
class Record:
    """One line a device wrote down. Who it is about: a ticket, a registration's name, or a name.

    `occurred_at` and `sent_at` are the device's own times; `amount` is in yen.
    """

    id: UUID
    kind: Kind
    occurred_at: datetime
    ticket: str = ""
    registration: str = ""
    name: str = ""
    reading: str = ""
    undoes: UUID | None = None
    device: str = ""
    method: Method = Method.QR
    amount: int | None = None
    is_offline: bool = False
    is_early_all_right: bool = False


@dataclass(frozen=True)
class Sender:
    """Who sends records: a member, or a helper's phone; since when the phone may no longer."""

    member: User | None = None
    device_id: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What came of one record. The same record gets the same answer, however often it is sent."""

    id: UUID
    outcome: Outcome


def receive(
    event: Event,
    records: Sequence[Record],
    sender: Sender,
    *,
    sent_at: datetime | None = None,
    at: datetime,
) -> list[Result]:
    """Take in at most MOST_RECORDS records, in the order they happened; results in their order.

    Locks the event where somebody walks in, then the registrations in the order of their ids, so
    that two devices never wait for each other.
    """
    if any(record.kind == Kind.WALK_IN for record in records) or event.status == Status.CLOSED:
        lock(event)
    told_at = [record.occurred_at for record in records]
    batch = _Batch(event, sender, sent_at_latest(told_at, sent_at, at), at)
    batch.hold(records)
    # By their places: a phone gone wrong may have given one id to two people.
    as_happened = sorted(range(len(records)), key=lambda place: _order(records[place]))
    told = {place: batch.take_in(records[place]) for place in as_happened}
    if any(record.is_offline for record in records):
        join_waiting()
    return [Result(record.id, told[place]) for place, record in enumerate(records)]


def _order(record: Record) -> tuple[datetime, UUID]:
    """What puts records in their order, whatever the order they come in."""
    return record.occurred_at, record.id


class _Batch:
    """What all records of one message share."""

    def __init__(
        self, event: Event, sender: Sender, sent_at: datetime | None, at: datetime
    ) -> None:
        self.event, self.sender, self.sent_at, self.at = event, sender, sent_at, at
        self.known: dict[str, Registration] = {}
        # What has been written down of these records, before or just now.
        self.kept: dict[UUID, Entry | Attempt] = {}

    def hold(self, records: Sequence[Record]) -> None:
        """Lock the registrations meant; they are found by public name and by ticket."""
        names = {record.registration for record in records if record.registration}
        prints = {_print(record) for record in records if record.ticket}
        meant = sa.or_(Registration.public_id.in_(names), Registration.ticket_hash.in_(prints))
        query = held_at(self.event).where(meant).order_by(Registration.id)
        rows = db.session.scalars(query).all()
        self.known = {row.ticket_hash: row for row in rows if row.ticket_hash}
        self.known |= {row.public_id: row for row in rows}
        # Only now: whoever sent the same records at the same moment has come to an end.
        ids = [record.id for record in records]
        entries = db.session.scalars(sa.select(Entry).where(Entry.id.in_(ids)))
        attempts = db.session.scalars(sa.select(Attempt).where(Attempt.id.in_(ids)))
        self.kept = {row.id: row for row in (*entries, *attempts)}

    def take_in(self, record: Record) -> Outcome:
        """What one record comes to; whatever it is, the same id gets it again."""
        about = self.known.get(record.registration or _print(record))
        before = self._told_before(record, about)
        if before is not None:
            return before
        scan = self._scan(record)
        may = self._may(record, scan)
        outcome = self._do(record, scan, about) if may else Outcome(Code.REJECTED)
        entry = db.session.get(Entry, scan.id)
        self.kept[scan.id] = entry or note_attempt(
            self.event, outcome, scan, by=self.sender.member, at=self.at
        )
        return outcome

    def _may(self, record: Record, scan: Scan) -> bool:
        """Whether this sender may say so: not once sent away; and only organizers excuse."""
        member, ended_at = self.sender.member, self.sender.ended_at
        if ended_at is not None and scan.occurred_at >= ended_at:
            return False
        runs_it = member is not None and self.event.group.is_run_by(member)
        return record.kind in AT_DOOR and (runs_it or record.kind not in AFTERWARDS)

    def _told_before(self, record: Record, about: Registration | None) -> Outcome | None:
        kept = self.kept.get(record.id)
        if kept is None:
            return None
        if isinstance(kept, Entry):
            return entered_before(self.event, kept, about, (record.kind,))
        return tried_before(self.event, kept, about)

    def _scan(self, record: Record) -> Scan:
        happened, is_skewed = true_time(record.occurred_at, self.sent_at, self.at)
        return Scan(
            id=record.id,
            method=record.method,
            occurred_at=happened,
            device=record.device,
            is_early_all_right=record.is_early_all_right,
            device_id=self.sender.device_id,
            is_offline=record.is_offline,
            flags=(Flag.CLOCK_SKEW,) if is_skewed else (),
        )

    def _do(self, record: Record, scan: Scan, about: Registration | None) -> Outcome:
        by, at = self.sender.member, self.at
        if record.kind == Kind.WALK_IN and about is None and is_written(record.name):
            visitor = Visitor(record.name, record.reading)
            return walking_in.walk_in(self.event, visitor, scan, by=by, at=at)
        if record.kind == Kind.UNDO:
            return self._undo(record, scan)
        if about is None:
            return scan_ticket(self.event, record.ticket, scan, by=by, at=at)
        if record.kind == Kind.WALK_IN:
            return walking_in.admit_all_the_same(self.event, about, scan, by=by, at=at)
        if record.kind == Kind.IN:
            return admit_held(self.event, about, scan, by=by, at=at)
        return self._correct(record, scan, about)

    def _correct(self, record: Record, scan: Scan, about: Registration) -> Outcome:
        by, at = self.sender.member, self.at
        if record.kind == Kind.OUT:
            is_done = correcting.leave(about, scan, by=by, at=at)
        elif record.kind == Kind.FEE:
            is_done = correcting.receive_fee(about, scan, by=by, at=at, amount=record.amount)
        else:
            is_done = correcting.excuse(about, scan, by=by, at=at)
        return Outcome(Code.OK if is_done else Code.ALREADY, about)

    def _undo(self, record: Record, scan: Scan) -> Outcome:
        by, at = self.sender.member, self.at
        if record.undoes is None:
            return Outcome(Code.REJECTED)
        if record.is_offline and not self._has_come(record.undoes):
            correcting.undo_beforehand(self.event, record.undoes, scan, by=by, at=at)
            return Outcome(Code.OK)
        try:
            about = correcting.undo(self.event, record.undoes, scan, by=by, at=at)
        except NothingToUndo:
            return Outcome(Code.REJECTED)
        return Outcome(Code.OK, about)

    def _has_come(self, record_id: UUID) -> bool:
        """Whether that record has been handed in already, whatever came of it."""
        return any(db.session.get(kept, record_id) for kept in (Entry, Attempt))


def _print(record: Record) -> str:
    return fingerprint(token_in(record.ticket))
