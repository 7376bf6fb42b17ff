"""What a door device may send."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, StringField

from app.attendance.operations import Scan
from app.attendance.rules import Method


class ScanForm(FlaskForm):  # type: ignore[misc]
    """One attempt at the door: a ticket's text, its picture, or a name from the list."""

    id = HiddenField()
    ticket = StringField()
    registration = HiddenField()
    photo = FileField()
    # A picture of a film, of which most show no ticket.
    frame = BooleanField()
    early = BooleanField()
    device = HiddenField()

    def scan(self, method: Method, at: datetime) -> Scan:
        """The attempt. A device that sends no id of its own gets a new one."""
        return Scan(
            id=_uuid(self.id.data),
            method=method,
            occurred_at=at.astimezone(UTC),
            device=(self.device.data or "").strip(),
            is_early_all_right=self.early.data,
        )


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
