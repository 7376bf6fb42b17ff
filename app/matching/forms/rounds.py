"""What an organizer may ask of the rounds."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.matching.rules.seating import (
    LARGEST,
    MOST_MINUTES,
    MOST_ROUNDS,
    SMALLEST,
    Crossing,
    PairRule,
    Who,
    Wish,
)
from app.web.choices import choices
from app.web.fields import WholeNumber

# What a seed may be, so that it fits where it is kept.
MOST_SEED = 2**63 - 1
ROUNDS = NumberRange(1, MOST_ROUNDS, _l("One to twelve rounds, please."))
SIZE = NumberRange(SMALLEST, LARGEST, _l("Two to eight people at a table, please."))
MINUTES = NumberRange(1, MOST_MINUTES, _l("Between one minute and four hours, please."))
SEED = NumberRange(0, MOST_SEED, _l("A whole number from 0 on, please."))


class PlanForm(FlaskForm):  # type: ignore[misc]
    """How many rounds, how many people at a table, for whom, and by which rules."""

    rounds = WholeNumber(_l("Rounds in all"), [InputRequired(), ROUNDS], default=3)
    size = WholeNumber(_l("People at a table"), [InputRequired(), SIZE], default=4)
    minutes = WholeNumber(_l("Minutes for each round"), [Optional(), MINUTES])
    who = RadioField(
        _l("For whom?"),
        choices=choices(
            [
                (Who.ARRIVED.value, _l("Those who are here")),
                (Who.CONFIRMED.value, _l("Everybody with a seat")),
            ]
        ),
        default=Who.ARRIVED.value,
    )
    mixes = BooleanField(_l("Mix industries at each table"))
    spreads = BooleanField(_l("Spread the hosts over the tables"), default=True)
    crossing = RadioField(
        _l("Who may meet whom?"),
        choices=choices(
            [
                (Crossing.ANYBODY.value, _l("Everybody may meet everybody")),
                (Crossing.OTHER_SLOTS.value, _l("Only people of other slots")),
                (Crossing.OWN_SLOT.value, _l("Only people of the same slot")),
            ]
        ),
        default=Crossing.ANYBODY.value,
    )
    seed = WholeNumber(_l("Number that chance is drawn from"), [Optional(), SEED])

    @classmethod
    def of(cls, usual: Wish) -> "PlanForm":
        """The form with what was asked for the last time, or what suits the evening."""
        return cls(obj=usual)

    @property
    def wish(self) -> Wish:
        """What was asked. Read it once the form has validated."""
        return Wish(
            rounds=self.rounds.data or 1,
            size=self.size.data or SMALLEST,
            who=Who(self.who.data),
            minutes=self.minutes.data,
            seed=self.seed.data,
            mixes=self.mixes.data,
            spreads=self.spreads.data,
            crossing=Crossing(self.crossing.data),
        )


class PairForm(FlaskForm):  # type: ignore[misc]
    """Two people by name, and whether they are to sit together or apart."""

    one = StringField(_l("Who?"), [InputRequired(), Length(max=120)])
    other = StringField(_l("And who?"), [InputRequired(), Length(max=120)])
    says = RadioField(
        _l("At the tables they are to be"),
        choices=choices(
            [(PairRule.APART.value, _l("kept apart")), (PairRule.TOGETHER.value, _l("together"))]
        ),
        default=PairRule.APART.value,
    )
    scope = RadioField(
        _l("For how long?"),
        choices=choices(
            [("evening", _l("This evening")), ("always", _l("Every evening of the group"))]
        ),
        default="evening",
    )

    def wrong(self, field: str, sentence: Any) -> None:
        """Say at `field` what is wrong with the name there."""
        self[field].errors = [*self[field].errors, sentence]
