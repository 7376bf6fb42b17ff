"""What the browser may send about an event that is off, or about who is asked to it."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.accounts.names import one_spelling
from app.registrations.wording import DECISIONS
from app.web.choices import choices

MOST_AT_ONCE = 500


class CallOffForm(FlaskForm):  # type: ignore[misc]
    """Say why it is called off."""

    message = TextAreaField(_l("What should people know?"), [Length(max=2_000)])


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Answer somebody who asks to come: by the button that is pressed."""

    decision = RadioField(_l("Decision"), [InputRequired()], choices=choices(DECISIONS.items()))


class InvitationsForm(FlaskForm):  # type: ignore[misc]
    """Addresses, however they are pasted: on lines, with commas, with names around them."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        [
            DataRequired(_l("Please write at least one address.")),
            Length(max=40_000, message=_l("Please write at most %(max)d characters.")),
        ],
    )

    def validate_addresses(self, field: TextAreaField) -> None:
        wrong = [word for word in _words(field.data) if not _is_address(word)]
        if wrong:
            shown = ", ".join(word[:60] for word in wrong[:5])
            raise ValidationError(
                _("This does not look like an e-mail address: %(words)s", words=shown)
            )
        if len(self.wanted) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(number)s at a time, please.", number=MOST_AT_ONCE))

    @property
    def wanted(self) -> list[str]:
        """The addresses, each once."""
        return list(dict.fromkeys(_words(self.addresses.data)))


def _words(text: str | None) -> list[str]:
    """What may be addresses: `Aoi Sato <aoi@example.org>` gives the one between the brackets."""
    words: list[str] = []
    for entry in re.split(r"[,;、，；\n\r]+", unicodedata.normalize("NFKC", text or "")):
        bracketed = re.findall(r"<([^<>]*)>", entry)
        words += [one_spelling(word) for word in bracketed or entry.split()]
    return [word for word in words if word]


def _is_address(word: str) -> bool:
    try:
        validate_email(word, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
