"""What the browser may send about keeping in touch."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.accounts.names import one_line
from app.connections.models import Connection, Side
from app.keeping.models import Pledge
from app.keeping.operations import Word
from app.keeping.rules import MOST_AIM, Cadence, Direction, Horizon, Touch
from app.keeping.wording import CADENCES, DIRECTIONS, HORIZONS, TOUCHES
from app.kit.clock import now
from app.profiles.vocabulary import industries
from app.profiles.wording import industry_name
from app.web.choices import choices
from app.web.fields import WholeNumber

NOTED_BY_HAND = (Touch.MET, Touch.TALKED)
NEVER = "0"
A_DAY = timedelta(days=1)  # it may be tomorrow already where they are
NEARBY = timedelta(days=366)
FAR_OFF = timedelta(days=5 * 366)


class CadenceForm(FlaskForm):  # type: ignore[misc]
    """How often I want to be reminded of somebody."""

    cadence = RadioField(_l("Remind me"), validate_choice=True)

    def __init__(self, side: Side | None = None) -> None:
        super().__init__(data={"cadence": str(side.cadence_days or NEVER) if side else NEVER})
        self.cadence.choices = choices(
            [(NEVER, _l("Never")), *((str(int(code)), word) for code, word in CADENCES.items())]
        )

    @property
    def chosen(self) -> Cadence | None:
        days = int(self.cadence.data or NEVER)
        return Cadence(days) if days else None


def _not_to_come(_form: object, field: Field) -> None:
    if field.data and field.data > (now() + A_DAY).date():
        raise ValidationError(_("That day is still to come."))


class TouchForm(FlaskForm):  # type: ignore[misc]
    """We met, or talked. Only I see it."""

    kind = SelectField(_l("What it was"))
    day = DateField(_l("When"), [Optional(), _not_to_come])
    words = StringField(_l("In a few words"), [Length(max=200)])

    def __init__(self) -> None:
        super().__init__(prefix="touch-")
        self.kind.choices = choices((code, TOUCHES[code]) for code in NOTED_BY_HAND)

    def instant(self, timezone: str, at: datetime) -> datetime:
        """Noon of the day that was named, but never later than now."""
        if self.day.data is None:
            return at
        noon = datetime.combine(self.day.data, time(12), ZoneInfo(timezone))
        return min(noon, at)


class FavourForm(FlaskForm):  # type: ignore[misc]
    """What I gave or received. Only I see it."""

    direction = RadioField(_l("Which way"), default=Direction.GAVE.value)
    words = StringField(_l("What it was"), [DataRequired(), Length(max=200)])

    def __init__(self) -> None:
        super().__init__(prefix="favour-")
        self.direction.choices = choices((code, DIRECTIONS[code]) for code in Direction)


class GoalsForm(FlaskForm):  # type: ignore[misc]
    """My own goals; nobody else reads them."""

    three_years = TextAreaField(HORIZONS[Horizon.THREE_YEARS], [Length(max=400)])
    one_year = TextAreaField(HORIZONS[Horizon.ONE_YEAR], [Length(max=400)])
    three_months = TextAreaField(HORIZONS[Horizon.THREE_MONTHS], [Length(max=400)])

    @property
    def goals(self) -> dict[Horizon, str]:
        return {horizon: self[horizon.value].data or "" for horizon in Horizon}


class TargetForm(FlaskForm):  # type: ignore[misc]
    """A kind of people I would like to meet."""

    words = StringField(_l("What kind of people?"), [DataRequired(), Length(max=60)])
    industry = SelectField(_l("Their industry"), [Optional()])

    def __init__(self) -> None:
        super().__init__(prefix="target-")
        known = ((one.code, industry_name(one.code)) for one in industries())
        self.industry.choices = choices([("", _l("Any")), *known])


def _a_few(_form: object, field: Field) -> None:
    if field.data is None or not 0 <= field.data <= MOST_AIM:
        raise ValidationError(_("Between 0 and %(most)s, please.", most=MOST_AIM))


class AimForm(FlaskForm):  # type: ignore[misc]
    """How many new people a week, and whether to be told."""

    people = WholeNumber(_l("New people a week"), [_a_few])
    is_told = BooleanField(_l("Tell me in the weekly digest how many it were"))


def _in_our_times(_form: object, field: Field) -> None:
    today = now().date()
    if field.data and not today - NEARBY <= field.data <= today + FAR_OFF:
        raise ValidationError(_("Is the year right?"))


class PromiseForm(FlaskForm):  # type: ignore[misc]
    """What I said I would do. Only I see it."""

    words = StringField(
        _l("What did you say you would do?"),
        [InputRequired(_l("Please write this.")), Length(max=160)],
        filters=[one_line],
    )
    due = DateField(_l("By when?"), [Optional(), _in_our_times])
    person = SelectField(_l("For which of your connections?"))
    whom = StringField(_l("Or for whom else?"), [Length(max=60)], filters=[one_line])

    def __init__(self, contacts: Mapping[str, Connection], **given: object) -> None:
        super().__init__(prefix="promise-", **given)
        self.contacts = contacts
        named = sorted(
            (tie.low if tie.low.public_id == id_ else tie.high for id_, tie in contacts.items()),
            key=lambda person: (person.reading or person.full_name, person.id),
        )
        nobody = ("", _l("None of them"))
        self.person.choices = choices(
            [nobody, *((person.public_id, person.full_name) for person in named)]
        )

    @classmethod
    def of(cls, row: Pledge, contacts: Mapping[str, Connection], here: str) -> "PromiseForm":
        """Filled in with what is kept; `here` names the contact it is for."""
        kept = {"words": row.words, "due": row.due_on, "person": here, "whom": row.whom}
        return cls(contacts, data=kept)

    @property
    def is_left_open(self) -> bool:
        """Whether no contact has been chosen."""
        return not self.person.data

    @property
    def word(self) -> Word:
        """What was written. Read it once the form has validated."""
        return Word(
            self.words.data or "",
            self.contacts.get(self.person.data or ""),
            self.whom.data or "",
            self.due.data,
        )
