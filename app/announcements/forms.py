"""What the browser may send about an announcement."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.names import one_line
from app.announcements.models import Announcement
from app.announcements.operations import Words
from app.announcements.rules import WRITABLE, Audience, Turnout
from app.announcements.wording import TURNOUTS
from app.events.forms.times import meant, require_real
from app.events.models import Event
from app.registrations.queries import counts
from app.registrations.states import State
from app.registrations.wording import STATES
from app.web.choices import choices
from app.web.fields import LocalTime

LONGEST_SUBJECT = 120
LONGEST_BODY = 20_000
TOO_LONG = _l("Please write at most %(max)d characters.")


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """One letter to many, in one language or in both."""

    subject = StringField(
        _l("Subject"),
        [
            DataRequired(_l("Please write a subject.")),
            Length(max=LONGEST_SUBJECT, message=TOO_LONG),
        ],
        filters=[one_line],
    )
    body = TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("Please write what you would like to tell.")),
            Length(max=LONGEST_BODY, message=TOO_LONG),
        ],
    )
    other_subject = StringField(
        _l("Subject"), [Length(max=LONGEST_SUBJECT, message=TOO_LONG)], filters=[one_line]
    )
    other_body = TextAreaField(_l("Text"), [Length(max=LONGEST_BODY, message=TOO_LONG)])
    locale = HiddenField()

    def validate_other_subject(self, field: StringField) -> None:
        if bool(field.data) != bool((self.other_body.data or "").strip()):
            raise ValidationError(_l("Please write both the subject and the text, or neither."))

    @property
    def words(self) -> Words:
        return Words(
            subject=self.subject.data or "",
            body=self.body.data or "",
            locale="en" if self.locale.data == "en" else "ja",
            other_subject=self.other_subject.data or "",
            other_body=(self.other_body.data or "").strip(),
        )

    @property
    def audience(self) -> Audience:
        """Everybody who belongs."""
        return Audience()


class EventAnnouncementForm(AnnouncementForm):
    """A letter to some of those who come to an event, or wanted to."""

    states = SelectMultipleField(
        _l("Where they stand"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    slots = SelectMultipleField(
        _l("In which slot"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    turnout = RadioField(_l("Who came"), choices=choices(TURNOUTS.items()), default=Turnout.ALL)
    newcomers = BooleanField(_l("Only those who are with the group for the first time"))

    def __init__(self, event: Event, **given: Any) -> None:
        super().__init__(**given)
        self.states.choices = choices(_standings(event, self.states.data or ()))
        named = {slot.id: slot.name or _("General") for slot in event.slots}
        self.slots.choices = choices(named.items())
        self.known = set(named)

    def validate_states(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_l("Please choose at least one."))

    @property
    def audience(self) -> Audience:
        """Whom the form names; what it does not understand names nobody."""
        return Audience(
            states=tuple(State(state) for state in self.states.data or () if state in WRITABLE),
            slots=tuple(slot for slot in self.slots.data or () if slot in self.known),
            turnout=Turnout(self.turnout.data)
            if self.turnout.data in set(Turnout)
            else Turnout.ALL,
            newcomers=bool(self.newcomers.data),
        )


class SendingForm(FlaskForm):  # type: ignore[misc]
    """Now, or at a time by the author's own clock."""

    when = LocalTime(_l("Send at"))

    def validate_when(self, field: LocalTime) -> None:
        require_real(field.data, _zone())
        if field.data is None:
            raise ValidationError(_l("Please give a date and a time, such as 2027-01-29 19:00."))

    @property
    def instant(self) -> datetime | None:
        return meant(self.when.data, _zone(), None)


def form_of(announcement: Announcement) -> AnnouncementForm:
    """The form, filled with the announcement as it reads now."""
    if announcement.event is None:
        return AnnouncementForm(obj=announcement)
    audience = announcement.meant_for
    chosen = {
        "states": [state.value for state in audience.states],
        "slots": list(audience.slots),
        "turnout": audience.turnout.value,
        "newcomers": audience.newcomers,
    }
    return EventAnnouncementForm(announcement.event, obj=announcement, data=chosen)


def _standings(event: Event, chosen: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The states there is anybody in, with how many; and what is chosen already."""
    numbers = counts(event)
    for state in WRITABLE:
        number = numbers.get(state, 0)
        if number or state == State.CONFIRMED or state.value in chosen:
            yield state.value, f"{STATES[state]} · {number}"


def _zone() -> str:
    return str(get_timezone())
