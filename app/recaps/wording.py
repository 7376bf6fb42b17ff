"""What stands above a recap."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.events.models import Event
from app.recaps.rules import Ago, Variant


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
