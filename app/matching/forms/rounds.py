"""What an organizer may ask of the rounds."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.matching.operations import Wish


class PlanForm(FlaskForm):  # type: ignore[misc]
    """How many rounds, and how many people at a table."""

    rounds = IntegerField(_l("Rounds in all"), [InputRequired(), NumberRange(1, 12)], default=3)
    size = IntegerField(_l("People at a table"), [InputRequired(), NumberRange(2, 8)], default=4)

    @property
    def wish(self) -> Wish:
        """What was asked. Read it once the form has validated."""
        return Wish(self.rounds.data or 1, self.size.data or 2)
