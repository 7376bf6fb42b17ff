"""What the browser may send about introductions."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from app.connections.forms import SharesForm
from app.introductions.operations import Ask
from app.introductions.rules import Scope, holds_link
from app.web.choices import choices

SCOPES = {
    Scope.MET_ONCE: _l("We have met once"),
    Scope.WORKED_TOGETHER: _l("We have worked together"),
    Scope.CLOSE: _l("We know each other well"),
}


def no_links(_form: object, field: Field) -> None:
    """Refuse addresses: first words between strangers carry none."""
    if holds_link(field.data or ""):
        raise ValidationError(_l("Please leave out links and addresses; they come afterwards."))


class AskForm(SharesForm):
    """Ask to meet somebody."""

    purpose = TextAreaField(
        _l("Why would you like to meet?"), [InputRequired(), Length(20, 400), no_links]
    )
    offer = TextAreaField(
        _l("What can you give in return?"), [InputRequired(), Length(10, 400), no_links]
    )
    selling = RadioField(
        _l("Do you want to sell something?"),
        [InputRequired()],
        choices=choices([("no", _l("No")), ("yes", _l("Yes, and I say so"))]),
        default="no",
    )

    @property
    def wish(self) -> Ask:
        """What was asked. Read it once the form has validated."""
        return Ask(
            purpose=(self.purpose.data or "").strip(),
            offer=(self.offer.data or "").strip(),
            is_selling=self.selling.data == "yes",
            shares=self.granted,
        )


class ForwardForm(FlaskForm):  # type: ignore[misc]
    """Pass a request on with a word of one's own."""

    note = TextAreaField(_l("A word from you"), [InputRequired(), Length(20, 400), no_links])
    scope = RadioField(
        _l("How well do you know each other?"),
        [InputRequired()],
        choices=choices(SCOPES.items()),
    )

    @property
    def known_as(self) -> Scope:
        return Scope(self.scope.data)
