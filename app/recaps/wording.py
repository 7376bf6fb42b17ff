"""What stands above a recap."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.events.models import Event
from app.recaps.rules import Ago, Face, Tap, Variant

VARIANTS: dict[Variant, LazyString] = {
    Variant.ATTENDED: _l("Came"),
    Variant.GUEST: _l("Came without a place"),
    Variant.NO_SHOW: _l("Did not come"),
    Variant.LATE_CANCEL: _l("Gave their seat back late"),
    Variant.WAITING: _l("Was still waiting for a seat"),
    Variant.ORGANIZER: _l("Runs the event"),
}
# A face and what it says.
FACES: dict[Face, tuple[str, LazyString]] = {
    Face.DELIGHTED: ("emoji-laughing", _l("Great")),
    Face.GLAD: ("emoji-smile", _l("Good")),
    Face.FAIR: ("emoji-neutral", _l("Fair")),
    Face.TIRED: ("emoji-frown", _l("A bit flat")),
    Face.SAD: ("emoji-tear", _l("Poor")),
}
# What a button says, and the picture on it.
TAPS: dict[Tap, tuple[str, LazyString]] = {
    Tap.CONNECT: ("link-45deg", _l("Connect")),
    Tap.LIKE: ("heart", _l("I would like to meet them")),
    Tap.MET: ("chat-dots", _l("We talked")),
    Tap.NOT_MET: ("slash-circle", _l("We missed each other")),
    Tap.SOON: ("bell", _l("In three days")),
    Tap.FORTNIGHT: ("bell", _l("Every two weeks")),
    Tap.QUARTER: ("bell", _l("Every three months")),
    Tap.NEVER: ("bell-slash", _l("Never")),
}
# What is said once it is done.
DONE: dict[Tap, LazyString] = {
    Tap.CONNECT: _l("Asked. You are connected once they say yes."),
    Tap.LIKE: _l("Noted, silently. They learn of it only if they mark you, too."),
    Tap.MET: _l("Thank you. Nobody but you can read it."),
    Tap.NOT_MET: _l("Thank you. Nobody but you can read it."),
    Tap.SOON: _l("Saved. They do not notice."),
    Tap.FORTNIGHT: _l("Saved. They do not notice."),
    Tap.QUARTER: _l("Saved. They do not notice."),
    Tap.NEVER: _l("Saved. They do not notice."),
}


@dataclass(frozen=True)
class Title:
    """`subject` of the letter, which names the event, and the shorter `heading` inside."""

    subject: LazyString
    heading: LazyString


def title(event: Event, variant: Variant, when: Ago) -> Title:
    """What a recap is called, in the language of whoever reads it."""
    name = event.title
    if variant == Variant.ORGANIZER:
        return Title(_l("“%(event)s” in numbers", event=name), _l("The evening in numbers"))
    if variant == Variant.NO_SHOW:
        return Title(_l("We missed you at “%(event)s”", event=name), _l("We missed you"))
    if variant == Variant.LATE_CANCEL:
        return Title(
            _l("Thank you for letting us know: %(event)s", event=name),
            _l("Thank you for letting us know"),
        )
    if variant == Variant.WAITING:
        return Title(
            _l("We are sorry there was no seat at “%(event)s”", event=name),
            _l("We are sorry there was no seat"),
        )
    if not event.attendance_taken:
        return Title(_l("After “%(event)s”", event=name), _l("What comes next"))
    return _THANKS[when](name)


def _last_night(event: str) -> Title:
    subject = _l("Thank you for last night: %(event)s", event=event)
    return Title(subject, _l("Thank you for last night"))


def _yesterday(event: str) -> Title:
    subject = _l("Thank you for yesterday: %(event)s", event=event)
    return Title(subject, _l("Thank you for yesterday"))


def _today(event: str) -> Title:
    subject = _l("Thank you for today: %(event)s", event=event)
    return Title(subject, _l("Thank you for today"))


def _lately(event: str) -> Title:
    subject = _l("Thank you for coming: %(event)s", event=event)
    return Title(subject, _l("Thank you for coming"))


_THANKS = {
    Ago.LAST_NIGHT: _last_night,
    Ago.YESTERDAY: _yesterday,
    Ago.TODAY: _today,
    Ago.LATELY: _lately,
}
