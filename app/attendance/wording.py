"""What the door says for each outcome, big enough for arm's length."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.attendance.rules import Code, Flag, SelfCheckIn, Unclear
from app.kit.qr import Illegible

SELF_CHECK_INS: dict[str, LazyString] = {
    SelfCheckIn.OFF: _l("Off"),
    SelfCheckIn.ON: _l("On, during the event"),
    SelfCheckIn.BY_EYE: _l("On, and somebody still looks at each of them"),
}
FLAGS: dict[str, LazyString] = {
    Flag.DUPLICATE_ENTRY: _l("Let in at two doors"),
    Flag.ADMITTED_AFTER_CANCEL: _l("Let in though no longer on the list"),
    Flag.OVER_CAPACITY: _l("Let in beyond the seats"),
    Flag.UNSEEN: _l("Checked in by themselves: please look"),
    Flag.PAID_TWICE: _l("The fee was taken twice"),
    Flag.AFTER_CLOSE: _l("Handed in after the evening had been closed"),
    Flag.CLOCK_SKEW: _l("The phone's clock was wrong; the time has been put right"),
}
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
# One kind sentence on what to do, where the verdict alone leaves somebody standing there.
ADVICE: dict[Code, LazyString] = {
    Code.ALREADY: _l("If this is somebody else, please ask for the name."),
    Code.NOT_CONFIRMED: _l("There is no seat for them just now. The organizer may decide."),
    Code.WRONG_EVENT: _l("The ticket is good on that day. Look for the name below, too."),
    Code.REMOVED: _l("Please ask them to wait here for a moment."),
    Code.UNKNOWN: _l("This code is no ticket for this event. The list below finds people by name."),
    Code.REJECTED: _l("This scan had a number that was used before."),
}
ASKED = _l("Is this the person?")
SENT_AWAY = _l("Written down after this phone had left the door. Please tell the organizer.")
NOT_READ = _l("Not read")
UNREAD: dict[Illegible | Unclear, LazyString] = {
    Unclear.NO_CODE: _l(
        "No code could be read in this picture. Come closer, or look for the name."
    ),
    Unclear.TWO_TICKETS: _l("Two tickets in one picture. One at a time, please."),
    Illegible.NOT_AN_IMAGE: _l("This picture cannot be read. Please take a photo."),
    Illegible.DAMAGED: _l("This picture is damaged. Please take another one."),
    Illegible.TOO_LARGE: _l("This picture is too large. Please take a smaller one."),
}
