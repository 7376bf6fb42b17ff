"""What the browser may send about a key to the API."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import Scope
from app.accounts.names import one_line
from app.api.wording import SCOPES
from app.web.choices import choices

LASTS = {
    "30": _l("30 days"),
    "90": _l("90 days"),
    "365": _l("A year"),
    "": _l("Until I take it back"),
}


class KeyForm(FlaskForm):  # type: ignore[misc]
    """A name to know the key by, what it is good for, and how long."""

    name = StringField(
        _l("What is it for?"),
        [
            DataRequired(_l("Please give the key a name.")),
            Length(max=60, message=_l("Please write at most %(max)d characters.")),
        ],
        filters=[one_line],
    )
    scopes = SelectMultipleField(
        _l("What may it do?"),
        [InputRequired(_l("Please choose at least one."))],
        choices=choices(SCOPES.items()),
        default=[Scope.READ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    lasts = SelectField(_l("How long is it good?"), choices=choices(LASTS.items()), default="90")

    @property
    def called(self) -> str:
        return self.name.data or ""

    @property
    def wanted(self) -> list[Scope]:
        return [Scope(each) for each in self.scopes.data or ()]

    def ends(self, at: datetime) -> datetime | None:
        """The moment from which the key opens nothing any more."""
        days = self.lasts.data
        return at + timedelta(days=int(days)) if days else None
