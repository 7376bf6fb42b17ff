"""What the door says for each outcome, big enough for arm's length."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.attendance.rules import Code
from app.kit.qr import Illegible

VERDICTS: dict[Code, LazyString] = {
    Code.OK: _l("Welcome"),
    Code.ALREADY: _l("Already checked in"),
    Code.FEE_DUE: _l("Welcome — fee to pay"),
    Code.NOT_CONFIRMED: _l("No confirmed seat"),
    Code.WRONG_EVENT: _l("Ticket for another event"),
    Code.REMOVED: _l("Please call the organizer"),
    Code.UNKNOWN: _l("Not found: type the name"),
    Code.TOO_EARLY: _l("It is still early"),
    Code.REJECTED: _l("Please scan once more"),
}
TONES: dict[Code, str] = {
    Code.OK: "yes",
    Code.ALREADY: "wait",
    Code.FEE_DUE: "pay",
    Code.NOT_CONFIRMED: "wait",
    Code.WRONG_EVENT: "wait",
    Code.REMOVED: "rest",
    Code.UNKNOWN: "no",
    Code.TOO_EARLY: "wait",
    Code.REJECTED: "no",
}
NO_CODE = _l("No code could be read in this picture. Come closer, or look for the name.")
ILLEGIBLE: dict[Illegible, LazyString] = {
    Illegible.NOT_AN_IMAGE: _l("This picture cannot be read. Please take a photo."),
    Illegible.DAMAGED: _l("This picture is damaged. Please take another one."),
    Illegible.TOO_LARGE: _l("This picture is too large. Please take a smaller one."),
}
