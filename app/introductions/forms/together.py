"""What two people tell each other when they do something together."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from app.accounts.models import User
from app.accounts.names import one_line
from app.introductions.forms.words import said, words
from app.introductions.rules.together import Rhythm
from app.introductions.wording import RHYTHMS
from app.kit.clock import now
from app.web.choices import choices

FARTHEST = timedelta(days=366)
ME, OTHER = "me", "other"


class GoalForm(FlaskForm):  # type: ignore[misc]
    """What one means to learn."""

    goal = words(_l("What I mean to learn, and how far I want to get"), 10, 300)

    @property
    def told(self) -> str:
        return said(self.goal)


class LearnForm(GoalForm):
    """Ask somebody to learn side by side."""

    rhythm = RadioField(
        _l("How often shall we tell each other how it goes?"),
        [InputRequired()],
        choices=choices((str(int(code)), word) for code, word in RHYTHMS.items()),
        default=str(int(Rhythm.MONTHLY)),
    )

    @property
    def often(self) -> Rhythm:
        return Rhythm(int(self.rhythm.data))


class TellForm(FlaskForm):  # type: ignore[misc]
    """How it goes."""

    words = words(_l("What I have tried, and what comes next"), 5, 400)

    @property
    def told(self) -> str:
        return said(self.words)


class TaskForm(FlaskForm):  # type: ignore[misc]
    """Something small to do together."""

    task = StringField(
        _l("What is to be done?"), [InputRequired(), Length(4, 120)], filters=[one_line]
    )
    owner = RadioField(_l("Who does it?"), [InputRequired()], default=ME)
    due = DateField(_l("By when?"), [InputRequired()])

    def __init__(self, me: User, other: User) -> None:
        super().__init__()
        self.people = {ME: me, OTHER: other}
        self.today = now().astimezone(ZoneInfo(me.timezone)).date()
        self.owner.choices = choices([(ME, _l("I do")), (OTHER, other.full_name)])

    def validate_due(self, field: Field) -> None:
        """A day to come, within a year."""
        if not self.today <= field.data <= self.today + FARTHEST:
            raise ValidationError(_l("Please choose a day within the coming year."))

    @property
    def by(self) -> User:
        return self.people[self.owner.data]

    @property
    def day(self) -> date:
        if self.due.data is None:
            raise ValueError("read before the form has validated")
        return self.due.data
