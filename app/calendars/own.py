"""One person's own calendar: where they come, hope to come, and what they organize."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.events.ical import entry, own_entry
from app.events.models import Event
from app.kit.calendar import Entry, Standing
from app.registrations.models import Registration
from app.registrations.states import State
from app.registrations.wording import STATES


def entries(places: Sequence[Registration], run: Sequence[Event]) -> list[Entry]:
    """Every evening once; a seat goes before running it, since it says more."""
    mine = {row.event_id: _place(row) for row in places}
    organized = {event.id: entry(event) for event in run if event.id not in mine}
    return [*mine.values(), *organized.values()]


def _place(row: Registration) -> Entry:
    if row.state != State.CONFIRMED:
        return own_entry(row.event, Standing.TENTATIVE, str(STATES[row.state]))
    online = row.event.online_url
    return own_entry(
        row.event, Standing.CONFIRMED, _("Online: %(url)s", url=online) if online else ""
    )
