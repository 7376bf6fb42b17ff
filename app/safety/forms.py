"""What the browser may send about trouble, and when closing an account."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts import passwords
from app.moderation.rules import Complaint, Deed, Kind, Subject
from app.safety.wording import CHOICES, KINDS
from app.web.choices import choices

LONGEST = 2000
SHORTEST = 10
TOO_LONG = _l("Please write at most %(max)d characters.")
OWNERS_CHOICES = (Deed.NOTED, Deed.WARNED, Deed.BANNED)


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What was not right, in a few words."""

    kind = RadioField(
        _l("What is it about?"),
        [InputRequired(_l("Please choose what it is about."))],
        choices=choices(KINDS.items()),
    )
    words = TextAreaField(
        _l("What happened?"),
        [
            InputRequired(_l("Please say in a few words what happened.")),
            Length(min=SHORTEST, message=_l("A few more words, please.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
    blocks = BooleanField(_l("Also block this person"))

    def complaint(self, subject: Subject) -> Complaint:
        """What is told to the moderators."""
        return Complaint(Kind(self.kind.data), (self.words.data or "").strip(), subject)


class MeasureForm(FlaskForm):  # type: ignore[misc]
    """What is done about a report. Owners of a group may do less than the staff."""

    deed = RadioField(
        _l("What is to be done?"), [InputRequired(_l("Please choose what is to be done."))]
    )
    words = TextAreaField(_l("Words"), [Length(max=LONGEST, message=TOO_LONG)])

    def __init__(self, *, is_staff: bool, has_group: bool, **given: Any) -> None:
        super().__init__(**given)
        offered = [deed for deed in CHOICES if is_staff or deed in OWNERS_CHOICES]
        shown = [deed for deed in offered if has_group or deed != Deed.BANNED]
        self.deed.choices = choices([(deed, CHOICES[deed]) for deed in shown])

    def validate_words(self, field: TextAreaField) -> None:
        """A note without words says nothing, nor does a warning."""
        if self.deed.data in (Deed.NOTED, Deed.WARNED) and not (field.data or "").strip():
            raise ValidationError(_("Please write what is to be told."))


class SettleForm(FlaskForm):  # type: ignore[misc]
    """How a report ended; only those who look after reports read it."""

    words = TextAreaField(_l("How did it end?"), [Length(max=LONGEST, message=TOO_LONG)])


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """The last word: that one means it, and that it is oneself."""

    password = PasswordField(_l("Your password"), render_kw={"autocomplete": "current-password"})
    is_sure = BooleanField(
        _l("I know that this cannot be undone"),
        [InputRequired(_l("Please tick this, so that nobody leaves by accident."))],
    )

    def __init__(self, password_hash: str | None, **given: Any) -> None:
        super().__init__(**given)
        self.password_hash = password_hash
        if password_hash is None:
            del self.password

    def validate_password(self, field: PasswordField) -> None:
        """Whoever finds a phone unlocked must not be able to erase its owner."""
        if not passwords.matches(self.password_hash, field.data or ""):
            raise ValidationError(_("This is not your password."))
