"""What the door answers to one attempt that a device has sent."""

from datetime import datetime

from app.accounts.models import User
from app.api.finding import place_called
from app.api.shapes.evenings import RecordDraft
from app.attendance import operations
from app.attendance.operations import Outcome, Scan
from app.attendance.rules import Code, Kind, Method
from app.events.models import Event
from app.kit.errors import Refused


def outcome_of(event: Event, sent: RecordDraft, *, by: User, at: datetime) -> Outcome:
    """The answer to one attempt; scanning goes on after any of them."""
    if sent.kind == Kind.UNDO:
        return _undone(event, sent, by, at)
    if sent.kind != Kind.IN:
        return Outcome(Code.REJECTED)
    if sent.registration is not None:
        place = place_called(event, sent.registration)
        return operations.admit(event, place, _scan(sent, Method.NAME, at), by=by, at=at)
    scan = _scan(sent, Method.QR, at)
    return operations.scan_ticket(event, sent.ticket or "", scan, by=by, at=at)


def _undone(event: Event, sent: RecordDraft, by: User, at: datetime) -> Outcome:
    if sent.undoes is None:
        return Outcome(Code.REJECTED)
    scan = _scan(sent, Method.NAME, at)
    try:
        return Outcome(Code.OK, operations.undo(event, sent.undoes, scan, by=by, at=at))
    except Refused:
        return Outcome(Code.REJECTED)


def _scan(sent: RecordDraft, method: Method, at: datetime) -> Scan:
    """The attempt. A device whose clock is ahead has still not seen anything before it happened."""
    occurred_at = min(sent.occurred_at or at, at)
    return Scan(sent.id, method, occurred_at, sent.device, is_early_all_right=sent.early)
