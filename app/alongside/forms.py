"""What the browser may send about chores and meals."""

from datetime import datetime, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from app.accounts.names import one_line
from app.alongside.operations import ChoreDraft, MealDraft, NotBeside
from app.alongside.rules import (
    LONGEST_CHORE,
    LONGEST_NOTE,
    LONGEST_PLACE,
    MOST_HANDS,
    TABLE_SIZES,
    is_beside,
)
from app.events.forms.times import meant, on_clock, require_real
from app.events.models import Event
from app.web.choices import choices
from app.web.fields import LocalTime, WholeNumber

TOO_LONG = _l("Please write at most %(max)d characters.")
RANGE = _l("Between %(min)s and %(max)s, please.")
SOON_AFTER = timedelta(minutes=30)


def _line(label: str, most: int, *checks: object) -> StringField:
    return StringField(label, [*checks, Length(max=most, message=TOO_LONG)], filters=[one_line])


class ChoreForm(FlaskForm):  # type: ignore[misc]
    """Name something that has to be done."""

    words = _line(
        _l("What has to be done?"), LONGEST_CHORE, InputRequired(_l("Please say what it is."))
    )
    note = _line(_l("When and where, if that matters"), LONGEST_NOTE)
    wanted = WholeNumber(
        _l("How many people does it take?"),
        [
            InputRequired(_l("Please write a number.")),
            NumberRange(Decimal(1), Decimal(MOST_HANDS), RANGE),
        ],
        default=1,
    )

    @property
    def draft(self) -> ChoreDraft:
        return ChoreDraft(self.words.data or "", self.note.data or "", int(self.wanted.data or 1))


class TakeForm(FlaskForm):  # type: ignore[misc]
    """Take a chore on."""

    shows_name = BooleanField(_l("The organizers may read that it is me"))


class MealForm(FlaskForm):  # type: ignore[misc]
    """Propose a meal before or after an event."""

    place = _line(
        _l("Where?"), LONGEST_PLACE, InputRequired(_l("Please say where you would like to eat."))
    )
    begins = LocalTime(_l("When?"), [InputRequired(_l("Please give a date and a time."))])
    seats = RadioField(
        _l("For how many, yourself included?"),
        [InputRequired(_l("Please choose one."))],
        choices=choices((str(size), str(size)) for size in TABLE_SIZES),
        default=str(TABLE_SIZES[-1]),
    )
    note = _line(_l("What else should people know?"), LONGEST_NOTE)

    def __init__(self, event: Event) -> None:
        soon = on_clock(event.ends_at + SOON_AFTER, event.timezone)
        super().__init__(data={"begins": soon})
        self.event = event

    def validate_begins(self, field: Field) -> None:
        """A time the clocks there show, before the event or after it."""
        require_real(field.data, self.event.timezone)
        begins = self.begins_at
        if begins and not is_beside(begins, self.event.starts_at, self.event.ends_at):
            raise ValidationError(str(NotBeside.message))

    @property
    def begins_at(self) -> datetime | None:
        return meant(self.begins.data, self.event.timezone, None)

    @property
    def draft(self) -> MealDraft:
        begins = self.begins_at
        if begins is None:
            raise ValueError("read before the form has validated")
        place, note = self.place.data or "", self.note.data or ""
        return MealDraft(place, begins, int(self.seats.data), note)
