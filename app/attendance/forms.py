"""What a door device may send."""

import unicodedata
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from app.accounts.forms import email_field
from app.attendance.operations import Scan, Visitor
from app.attendance.rules import Method
from app.attendance.wording import SELF_CHECK_INS
from app.web.choices import choices


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _digits(text: str | None) -> str:
    """What was typed, in plain digits: full-width ones and spaces are fine."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


class ScanForm(FlaskForm):  # type: ignore[misc]
    """One attempt at the door: a ticket's text, its picture, or a name from the list."""

    id = HiddenField()
    ticket = StringField()
    registration = HiddenField()
    photo = FileField()
    # A picture of a film, of which most show no ticket.
    frame = BooleanField()
    early = BooleanField()
    # Somebody has looked at the name, where the door asks first.
    sure = BooleanField()
    device = HiddenField()

    def scan(self, method: Method, at: datetime, *, door: str = "", device_id: int | None) -> Scan:
        """The attempt. A device that sends no id of its own gets a new one."""
        return Scan(
            id=_uuid(self.id.data),
            method=method,
            occurred_at=at.astimezone(UTC),
            device=(self.device.data or "").strip() or door,
            device_id=device_id,
            is_early_all_right=self.early.data,
            is_frame=self.frame.data,
        )


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody who is on no list."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Please write a name.")), Length(max=80)], filters=[_tidy]
    )
    reading = StringField(_l("Reading"), [Length(max=80)], filters=[_tidy])

    def visitor(self, locale: str) -> Visitor:
        return Visitor(self.name.data or "", self.reading.data or "", locale=locale)


class PosterForm(WalkInForm):
    """What somebody writes on their own phone in front of the door."""

    email = email_field(_l("E-mail address"), is_required=False)

    def visitor(self, locale: str) -> Visitor:
        return Visitor(self.name.data or "", self.reading.data or "", self.email.data or "", locale)


class PinForm(FlaskForm):  # type: ignore[misc]
    """What a helper's phone shows to be let to the door."""

    pin = StringField(
        _l("PIN"), [Regexp(r"\d{6}$", message=_l("Six digits, please."))], filters=[_digits]
    )
    name = StringField(_l("What this door is called"), [Length(max=40)], filters=[_tidy])


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code on the host's screen."""

    code = StringField(
        _l("Code on the screen"),
        [Regexp(r"\d{6}$", message=_l("Six digits, please."))],
        filters=[_digits],
    )


class DoorSettingsForm(FlaskForm):  # type: ignore[misc]
    """How this door is kept."""

    asks_first = BooleanField(_l("Show the name first and check in by a tap"))
    takes_walk_ins = BooleanField(_l("Helpers may let in people without a registration"))
    self_check_in = RadioField(
        _l("Self check-in by the code on the screen"), choices=choices(SELF_CHECK_INS.items())
    )


class LinkForm(FlaskForm):  # type: ignore[misc]
    """A link for helpers."""

    name = StringField(
        _l("For which door, or for whom?"),
        [DataRequired(_l("Please give it a name.")), Length(max=40)],
        filters=[_tidy],
    )


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
