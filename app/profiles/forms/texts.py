"""Longer words of one's own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.accounts.names import one_line
from app.relay.forms import AtMost

LONGEST_NOTE = 200


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A line about what one has learned."""

    words = StringField(
        _l("What have you learned or practised?"),
        [InputRequired(_l("Please write a few words.")), AtMost(LONGEST_NOTE)],
        filters=[one_line],
    )
    on = DateField(_l("On which day"), [Optional()])

    def __init__(self, timezone: str, at: datetime, **given: object) -> None:
        self.today = at.astimezone(ZoneInfo(timezone)).date()
        super().__init__(**given)
        if not self.is_submitted():
            self.on.data = self.today

    def validate_on(self, field: DateField) -> None:
        """A day of one's own past."""
        if field.data and (field.data > self.today or field.data.year < self.today.year - 100):
            raise ValidationError(_("Please give a day that has come, such as today."))
