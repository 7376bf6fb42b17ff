"""What the browser may send about a registration."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.forms import email_field, name_field
from app.accounts.operations import Newcomer
from app.events.models import Event
from app.profiles.wording import PURPOSES
from app.registrations.models import Registration
from app.registrations.rules import Wish
from app.registrations.states import LatestNotice, ListVisibility
from app.registrations.wording import LISTS, NOTICES
from app.web.choices import choices


class WishForm(FlaskForm):  # type: ignore[misc]
    """What everybody is asked who registers: why they come and, where there is a choice, how."""

    purpose = RadioField(
        _l("What brings you?"),
        [InputRequired(_l("Please choose one."))],
        choices=choices(PURPOSES.items()),
    )
    slot = RadioField(_l("Which slot?"), coerce=int)
    any_slot = BooleanField(_l("Any other slot is fine, too"), default=True)

    def __init__(self, event: Event, **given: object) -> None:
        super().__init__(**given)
        self.slot_ids = [slot.id for slot in event.slots]
        self.slot.choices = choices((slot.id, slot.name) for slot in event.slots)
        if len(self.slot_ids) == 1:
            del self.slot, self.any_slot

    @property
    def slots(self) -> tuple[int, ...]:
        """The wished slots in order; none where there is nothing to choose."""
        if "slot" not in self:
            return ()
        others = [slot_id for slot_id in self.slot_ids if slot_id != self.slot.data]
        return (self.slot.data, *(others if self.any_slot.data else ()))


class ApplyForm(WishForm):
    """Register as a member."""

    latest_notice = SelectField(
        _l("If it is full: until when may a seat still be offered?"),
        choices=choices(NOTICES.items()),
        default=LatestNotice.DAY,
    )
    list_visibility = RadioField(
        _l("Who sees that I come?"),
        choices=choices(LISTS.items()),
        default=ListVisibility.ORGANIZERS,
    )

    @property
    def wish(self) -> Wish:
        return Wish(
            slots=self.slots,
            purpose=self.purpose.data,
            latest_notice=LatestNotice(self.latest_notice.data),
            list_visibility=ListVisibility(self.list_visibility.data),
        )


class NewcomerForm(WishForm):
    """Register without having been here before: a name, an address, a purpose."""

    family_name = name_field(_l("Family name"), "family-name")
    given_name = name_field(
        _l("Given name"), "given-name", DataRequired(_l("Please write your name."))
    )
    email = email_field(_l("E-mail address"))

    def newcomer(self, locale: str, timezone: str) -> Newcomer:
        return Newcomer(
            email=self.email.data or "",
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            locale=locale,
            timezone=timezone,
        )

    def intent(self, event: Event) -> dict[str, Any]:
        """What the link in the letter will do when its button is pressed."""
        wish = asdict(Wish(slots=self.slots, purpose=self.purpose.data))
        return {"event": event.title, "event_id": event.public_id, "wish": wish}


class ChoicesForm(FlaskForm):  # type: ignore[misc]
    """Change what was chosen while registering."""

    purpose = RadioField(
        _l("What brings you?"),
        [InputRequired(_l("Please choose one."))],
        choices=choices(PURPOSES.items()),
    )
    latest_notice = SelectField(
        _l("Until when may a seat still be offered?"), choices=choices(NOTICES.items())
    )
    list_visibility = RadioField(_l("Who sees that I come?"), choices=choices(LISTS.items()))

    def __init__(self, registration: Registration) -> None:
        super().__init__(obj=registration)
        if registration.holds_seat:
            del self.latest_notice

    @property
    def wish(self) -> dict[str, str]:
        """The choices by name."""
        return {field.name: field.data for field in self if field.type != "CSRFTokenField"}


class CallOffForm(FlaskForm):  # type: ignore[misc]
    """Say why it is called off."""

    message = TextAreaField(_l("What should people know?"), [Length(max=2_000)])


def wish_in(intent: dict[str, Any]) -> Wish:
    """The wish a link carries."""
    kept = intent["wish"]
    return Wish(slots=tuple(kept["slots"]), purpose=kept["purpose"])
