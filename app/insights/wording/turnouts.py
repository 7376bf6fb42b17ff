"""What became of a seat, as organizers and the person read it."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.attendance.rules import Turnout

TURNOUTS: dict[str, LazyString] = {
    Turnout.CAME: _l("Has come"),
    Turnout.EXCUSED: _l("Excused"),
    Turnout.MISSING: _l("Missing for now"),
    Turnout.NO_SHOW: _l("Did not come"),
}


def turnout_name(turnout: str) -> str:
    """What became of a seat, in the reader's language; nothing where nothing is told."""
    return str(TURNOUTS.get(turnout, ""))
