"""What the browser may send about how one introduces oneself."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from app.accounts.names import one_line
from app.registrations.rules import LONGEST_PART, Minute


def _part(label: str) -> TextAreaField:
    checks = [Length(max=LONGEST_PART, message=_l("Please write at most %(max)d characters."))]
    return TextAreaField(label, checks, filters=[one_line], render_kw={"rows": 2})


class MinuteForm(FlaskForm):  # type: ignore[misc]
    """One's own minute, in three parts; the name comes first by itself."""

    does = _part(_l("What I do"))
    talks_about = _part(_l("What I would like to talk about"))
    gives = _part(_l("What I can give"))
    goes_on_paper = BooleanField(_l("The organizers may print this card for me"))

    @property
    def minute(self) -> Minute:
        return Minute(self.does.data or "", self.talks_about.data or "", self.gives.data or "")
