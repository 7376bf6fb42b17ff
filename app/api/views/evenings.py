"""The evening: its rounds, and who sits where."""

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope, User
from app.accounts.session import current_user
from app.api.calls import call
from app.api.faults import wrong
from app.api.finding import own_event
from app.api.shapes.evenings import (
    LockDraft,
    Rounds,
    RoundsDraft,
    SeatChanges,
    SeatDraft,
    changes_shape,
    rounds_shape,
)
from app.events.models import Event
from app.kit.clock import now
from app.matching import operations as matching
from app.matching.models import Round, Seating
from app.matching.queries import rounds_of, seating_of, usual_wish
from app.matching.queries.changes import prospect, seatable
from app.matching.queries.rounds import round_at
from app.matching.rules.changing import Change
from app.matching.rules.seating import RoundState
from app.policy import Can
from app.web.find import find

ROUND = "/events/<event_id>/rounds/<int:number>"
SEAT = f"{ROUND}/people/<person_id>"


@call("POST /events/<event_id>/rounds", _l("Plan the rounds that have not begun"), Scope.ORGANIZE)
def plan_rounds(event_id: str, body: RoundsDraft) -> Rounds:
    event = _evening(event_id)
    wish = body.wish(usual_wish(event))
    matching.plan_rounds(event, wish, by=current_user(), at=now())
    return _told(event)


@call("GET /events/<event_id>/rounds", _l("Read the rounds of an evening"), Scope.ORGANIZE)
def show_rounds(event_id: str) -> Rounds:
    return _told(_evening(event_id))


@call(f"POST {ROUND}/beginning", _l("Begin a round; the one before it ends"), Scope.ORGANIZE)
def begin_round(event_id: str, number: int) -> Rounds:
    event = _evening(event_id)
    matching.begin(event, number, by=current_user(), at=now())
    return _told(event)


@call(f"POST {ROUND}/ending", _l("End the round that is running"), Scope.ORGANIZE)
def end_round(event_id: str, number: int) -> Rounds:
    event = _evening(event_id)
    matching.end(event, number, by=current_user(), at=now())
    return _told(event)


@call(f"POST {ROUND}/waiting", _l("Let a round begun by mistake wait again"), Scope.ORGANIZE)
def take_round_back(event_id: str, number: int) -> Rounds:
    event = _evening(event_id)
    matching.take_back(event, number, by=current_user(), at=now())
    return _told(event)


@call(f"GET {SEAT}", _l("Where somebody could sit instead, and what that would cost"),
      Scope.ORGANIZE)  # fmt: skip
def show_seat(event_id: str, number: int, person_id: str) -> SeatChanges:
    event = _evening(event_id)
    seating, round_ = _open_round(event, number)
    person = _at_the_tables(event, seating, person_id)
    return changes_shape(prospect(event, seating, round_, person), seating)


@call(f"PATCH {SEAT}",
      _l("Seat somebody elsewhere, or let two change places; their tables stay from then on"),
      Scope.ORGANIZE)  # fmt: skip
def change_seat(event_id: str, number: int, person_id: str, body: SeatDraft) -> Rounds:
    event = _evening(event_id)
    seating, round_ = _open_round(event, number)
    person = _at_the_tables(event, seating, person_id)
    change = _change(body, person, round_, event, seating)
    version = seating.version if body.version is None else body.version
    matching.change_seat(event, number, change, version, by=current_user(), at=now())
    return _told(event)


@call(f"PATCH {ROUND}/tables/<int:table_no>",
      _l("Lock a table, or let it be planned again"), Scope.ORGANIZE)  # fmt: skip
def lock_table(event_id: str, number: int, table_no: int, body: LockDraft) -> Rounds:
    event = _evening(event_id)
    matching.lock_table(event, number, table_no, is_locked=body.locked, by=current_user(), at=now())
    return _told(event)


def _evening(event_id: str) -> Event:
    return own_event(event_id, Can.PLAN_ROUNDS)


def _told(event: Event) -> Rounds:
    return rounds_shape(rounds_of(event), seating_of(event))


def _open_round(event: Event, number: int) -> tuple[Seating, Round]:
    """A round whose tables may still be changed."""
    seating, round_ = seating_of(event), round_at(event, number)
    if seating is None or round_ is None:
        abort(404)
    if round_.state == RoundState.OVER:
        raise matching.RoundIsOver
    return seating, round_


def _at_the_tables(event: Event, seating: Seating, person_id: str) -> User:
    return find(seatable(event, seating).where(User.public_id == person_id))


def _change(body: SeatDraft, person: User, round_: Round, event: Event, seating: Seating) -> Change:
    """The change that is wished for; with somebody else, at the table where they sit."""
    if not body.sent.keys() & {"table", "other"}:
        raise wrong("table", _("Please say a table, or with whom to change places."))
    if body.other is None:
        return Change(person.id, body.table)
    other = _at_the_tables(event, seating, body.other)
    return Change(person.id, body.table or round_.table_of(other.id), other.id)
