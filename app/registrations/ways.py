"""What one should know of every way to come before choosing: how its seats are given, and when."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.events.models import Event, Slot
from app.events.rules import Mode
from app.registrations.rules import Seats
from app.web.filters import yen
from app.web.times import moment


def ways(event: Event, seats: Sequence[Seats]) -> dict[int, str]:
    """A line for each slot, by its id."""
    by_id = {each.slot_id: each for each in seats}
    return {slot.id: _line(event, slot, by_id[slot.id]) for slot in event.slots}


def _line(event: Event, slot: Slot, seats: Seats) -> str:
    return " · ".join((yen(slot.door_fee), *_seats(event, slot, seats)))


def _seats(event: Event, slot: Slot, seats: Seats) -> tuple[str, ...]:
    if seats.is_drawing:
        return (_("The lots are being drawn"),)
    if seats.awaits_draw and slot.lottery_at is not None:
        day = moment(slot.lottery_at, event.timezone)
        return (_number(seats), _("drawn on %(moment)s", moment=day))
    if slot.mode == Mode.APPROVAL:
        return (_number(seats), _("the organizers decide"))
    return (_left(seats),)


def _number(seats: Seats) -> str:
    if seats.capacity is None:
        return str(_("Open to all"))
    return str(ngettext("%(num)s seat", "%(num)s seats", seats.capacity))


def _left(seats: Seats) -> str:
    if seats.capacity is None:
        return str(_("Open to all"))
    if seats.free:
        return str(ngettext("%(num)s seat left", "%(num)s seats left", int(seats.free)))
    return str(_("Full; there is a waitlist") if seats.has_waitlist else _("Full"))
