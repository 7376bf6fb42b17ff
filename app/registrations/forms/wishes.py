"""What the browser may send about a place of one's own: asking for it, changing what was chosen."""

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.accounts.forms import email_field, name_field, optional_email_field
from app.accounts.names import one_line
from app.accounts.operations import Newcomer
from app.events.models import Event, Slot
from app.events.rules import Openness
from app.profiles.wording import PURPOSES
from app.registrations.forms.answers import answered, answers_in, asking, field_name
from app.registrations.models import Registration
from app.registrations.queries import answers_of, questions
from app.registrations.rules import LONGEST_PURPOSE, Seats, Wish
from app.registrations.states import LatestNotice, ListVisibility
from app.registrations.wording import LISTS, NOTICES
from app.web.choices import choices

THREE = 3


class PurposeForm(FlaskForm):  # type: ignore[misc]
    """Why one comes: a kind of reason, and one line of one's own words."""

    purpose = RadioField(
        _l("What brings you?"),
        [InputRequired(_l("Please choose one."))],
        choices=choices(PURPOSES.items()),
    )
    purpose_note = StringField(
        _l("In your own words, in one line"),
        [Length(max=LONGEST_PURPOSE, message=_l("Please write at most %(max)d characters."))],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )


class WishForm(PurposeForm):
    """What everybody is asked who registers: why they come and, where there is a choice, how."""

    slot = RadioField(_l("Which slot?"), [InputRequired(_l("Please choose one."))], coerce=int)
    second = SelectField(_l("Second wish"), coerce=int, default=0)
    third = SelectField(_l("Third wish"), coerce=int, default=0)
    buddy_email = optional_email_field(
        _l("E-mail address of the person you come with"), render_kw={"autocomplete": "off"}
    )
    buddy_token = HiddenField()

    def __init__(self, event: Event, **given: object) -> None:
        super().__init__(**given)
        self.event = event
        ways = [(slot.id, slot.name or _("General")) for slot in event.slots if not slot.is_closed]
        self.slot.choices = choices(ways)
        self.second.choices = choices([(0, _("No second wish")), *ways])
        self.third.choices = choices([(0, _("No third wish")), *ways])
        if len(ways) < THREE or self.buddy_token.data:
            del self.third
        if len(ways) == 1 or self.buddy_token.data:
            del self.slot, self.second
        if self.buddy_token.data or event.openness == Openness.INVITED:
            del self.buddy_email

    def validate_second(self, field: SelectField) -> None:
        _no_wish_twice(field, self.slot.data)

    def validate_third(self, field: SelectField) -> None:
        _no_wish_twice(field, self.slot.data, self.second.data)

    @property
    def slots(self) -> tuple[int, ...]:
        """The wished slots in order; none where there is nothing to choose."""
        ranked = (self[name].data for name in ("slot", "second", "third") if name in self)
        return tuple(slot_id for slot_id in ranked if slot_id)

    @property
    def together(self) -> dict[str, Any]:
        """Whom to come with: an address to ask, or the question that is answered."""
        names = ("buddy_email", "buddy_token")
        return {name: self[name].data or "" for name in names if name in self}

    @property
    def answers(self) -> dict[int, str]:
        """What was answered to the organizers' questions, by question."""
        return answers_in(self)


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
            purpose_note=self.purpose_note.data or "",
            latest_notice=LatestNotice(self.latest_notice.data),
            list_visibility=ListVisibility(self.list_visibility.data),
            answers=self.answers,
            **self.together,
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

    def intent(self) -> dict[str, Any]:
        """What the link in the letter will do when its button is pressed."""
        wish = Wish(
            slots=self.slots,
            purpose=self.purpose.data,
            purpose_note=self.purpose_note.data or "",
            answers=self.answers,
            **self.together,
        )
        return {"event": self.event.title, "event_id": self.event.public_id, "wish": asdict(wish)}


class ChoicesForm(PurposeForm):
    """Change what was chosen while registering."""

    latest_notice = SelectField(
        _l("Until when may a seat still be offered?"), choices=choices(NOTICES.items())
    )
    list_visibility = RadioField(_l("Who sees that I come?"), choices=choices(LISTS.items()))

    def __init__(self, registration: Registration, **given: object) -> None:
        super().__init__(obj=registration, **given)
        if registration.holds_seat:
            del self.latest_notice

    @property
    def choices(self) -> dict[str, str]:
        """The choices by name."""
        names = ("purpose", "purpose_note", "latest_notice", "list_visibility")
        return {name: self[name].data or "" for name in names if name in self}

    @property
    def answers(self) -> dict[int, str]:
        return answers_in(self)


class RankForm(FlaskForm):  # type: ignore[misc]
    """Change the order of one's wishes."""

    first = SelectField(_l("First wish"), coerce=int)
    second = SelectField(_l("Second wish"), coerce=int, default=0)
    third = SelectField(_l("Third wish"), coerce=int, default=0)

    def __init__(self, registration: Registration, open_to_them: list[int]) -> None:
        names = ("first", "second", "third")
        super().__init__(data=dict(zip(names, registration.wishes, strict=False)))
        slots = [slot for slot in registration.event.slots if slot.id in open_to_them]
        ways = [(slot.id, slot.name or _("General")) for slot in slots]
        self.first.choices = choices(ways)
        self.second.choices = choices([(0, _("No second wish")), *ways])
        self.third.choices = choices([(0, _("No third wish")), *ways])
        if len(ways) < THREE:
            del self.third

    def validate_second(self, field: SelectField) -> None:
        _no_wish_twice(field, self.first.data)

    def validate_third(self, field: SelectField) -> None:
        _no_wish_twice(field, self.first.data, self.second.data)

    @property
    def slots(self) -> list[int]:
        ranked = (self[name].data for name in ("first", "second", "third") if name in self)
        return [slot_id for slot_id in ranked if slot_id]


class BuddyForm(FlaskForm):  # type: ignore[misc]
    """Ask somebody to come along."""

    email = email_field(
        _l("E-mail address of the person you come with"), render_kw={"autocomplete": "off"}
    )


class SlotForm(FlaskForm):  # type: ignore[misc]
    """Change to another slot with a free seat."""

    slot = RadioField(_l("Which slot?"), [InputRequired(_l("Please choose one."))], coerce=int)

    def __init__(self, registration: Registration, seats: list[Seats]) -> None:
        super().__init__()
        free = {slot.slot_id for slot in seats if slot.is_direct and slot.free > 0}
        free -= {registration.slot_id}
        self.slots = [slot for slot in registration.event.slots if slot.id in free]
        self.slot.choices = choices((slot.id, slot.name or _("General")) for slot in self.slots)

    @property
    def chosen(self) -> Slot:
        return next(slot for slot in self.slots if slot.id == self.slot.data)


def apply_form(event: Event, **given: object) -> ApplyForm:
    """The form of a member who registers, with what the organizers ask."""
    return asking(ApplyForm, questions(event.id))(event, **given)


def newcomer_form(event: Event, **given: object) -> NewcomerForm:
    """The form of somebody who has not been here before, with what the organizers ask."""
    return asking(NewcomerForm, questions(event.id))(event, **given)


def choices_form(registration: Registration) -> ChoicesForm:
    """The form that changes what was chosen and answered."""
    asked = questions(registration.event_id)
    given = answers_of([registration.id]).get(registration.id, []) if asked else []
    return asking(ChoicesForm, asked)(registration, data=answered(given))


def wish_in(intent: dict[str, Any]) -> Wish:
    """The wish a link carries."""
    kept = intent["wish"]
    answers = {int(question): text for question, text in kept.get("answers", {}).items()}
    return Wish(
        slots=tuple(kept["slots"]),
        purpose=kept["purpose"],
        purpose_note=kept.get("purpose_note", ""),
        answers=answers,
        buddy_email=kept.get("buddy_email", ""),
        buddy_token=kept.get("buddy_token", ""),
    )


def typed_in(intent: dict[str, Any]) -> dict[str, object]:
    """What was typed for a link, to fill a form with again."""
    wish = wish_in(intent)
    typed: dict[str, object] = {"purpose": wish.purpose, "purpose_note": wish.purpose_note}
    typed |= {field_name(question): text for question, text in wish.answers.items()}
    typed |= {"buddy_email": wish.buddy_email, "buddy_token": wish.buddy_token}
    return typed | dict(zip(("slot", "second", "third"), wish.slots, strict=False))


def _no_wish_twice(field: SelectField, *before: int | None) -> None:
    if field.data and field.data in before:
        raise ValidationError(
            _("You have wished for this one already. Please choose another, or none.")
        )
