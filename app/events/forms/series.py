"""When an event comes again, on a form."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.events.models import Series
from app.events.occurrences import preview
from app.events.recurring import Recurrence, Rule, rule_of, rules_through
from app.events.wording import day_words, rule_words
from app.web.choices import choices

MOST_AHEAD = 6
SHOWN = 3
OFFERED = 12


class SeriesForm(FlaskForm):  # type: ignore[misc]
    """Let an event come again by a rule, on all of its next days but those one leaves out."""

    days = SelectMultipleField(
        _l("The next days"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    keeps_ahead = SelectField(
        _l("Evenings ready ahead"),
        choices=choices((number, str(number)) for number in range(1, MOST_AHEAD + 1)),
        coerce=int,
        default=3,
    )
    publishes = BooleanField(_l("Publish them by themselves"))

    def __init__(self, rule: Rule, first: date) -> None:
        self.rule, self.ahead = rule, preview(rule, first, OFFERED)
        super().__init__(data={"days": [day.isoformat() for day in self.ahead]})
        self.days.choices = choices((day.isoformat(), day_words(day)) for day in self.ahead)

    @property
    def recurrence(self) -> Recurrence:
        chosen = set(self.days.data or ())
        left_out = tuple(day for day in self.ahead if day.isoformat() not in chosen)
        return Recurrence(self.rule, self.keeps_ahead.data, bool(self.publishes.data), left_out)


class GoingOnForm(FlaskForm):  # type: ignore[misc]
    """How a series goes on."""

    rule = RadioField(_l("How often?"), [InputRequired(_l("Please choose one."))])
    keeps_ahead = SelectField(
        _l("Evenings ready ahead"),
        choices=choices((number, str(number)) for number in range(1, MOST_AHEAD + 1)),
        coerce=int,
    )
    publishes = BooleanField(_l("Publish them by themselves"))

    def __init__(self, series: Series) -> None:
        super().__init__(obj=series)
        offered = dict.fromkeys([rule_of(series.rule), *rules_through(series.starts_on)])
        self.rule.choices = choices((str(rule), rule_words(rule)) for rule in offered)
        self.skipped = tuple(series.skipped)

    @property
    def recurrence(self) -> Recurrence:
        going_on = (self.keeps_ahead.data, bool(self.publishes.data))
        return Recurrence(rule_of(self.rule.data), *going_on, self.skipped)


class DayForm(FlaskForm):  # type: ignore[misc]
    """One day of a series, to leave out or to bring back."""

    day = SelectField(_l("Day"))

    def __init__(self, days: list[date]) -> None:
        super().__init__()
        self.day.choices = choices((day.isoformat(), day_words(day)) for day in days)

    @property
    def chosen(self) -> date:
        return date.fromisoformat(self.day.data)
