"""What an organizer may send: a file, and what its columns hold."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FileField, ValidationError

from app.imports.operations import Upload
from app.imports.rules import ColumnMapping, Reading, Role, read_attendees
from app.imports.rules.programmes import MAX_BYTES, Wrong, read_programme
from app.imports.wording import REFUSALS
from app.imports.wording.programmes import UNUSABLE

_ROLES = set(Role)


class ListForm(FlaskForm):  # type: ignore[misc]
    """An attendee list from another platform."""

    file = FileField(_l("Attendee list (CSV)"), [FileRequired(_l("Please choose a file."))])
    upload: Upload

    def validate_file(self, field: FileField) -> None:
        """Read the file once, so that what cannot be read is refused with its own sentence."""
        sent: FileStorage = field.data
        self.upload = Upload(sent.filename or "", sent.read())
        found = read_attendees(self.upload.content, self.upload.filename)
        if not isinstance(found, Reading):
            raise ValidationError(_with_line(str(REFUSALS[found.code]), found.line))


class ProgrammeForm(FlaskForm):  # type: ignore[misc]
    """A programme from elsewhere. Times in it that name no zone are in `zone`."""

    file = FileField(_l("Programme"), [FileRequired(_l("Please choose a file."))])
    upload: Upload

    def __init__(self, zone: str, at: datetime) -> None:
        super().__init__()
        self._zone, self._at = zone, at

    def validate_file(self, field: FileField) -> None:
        """Read the file once, so that what cannot be read is refused with its own sentence."""
        sent: FileStorage = field.data
        self.upload = Upload(sent.filename or "", sent.read(MAX_BYTES + 1))
        found = read_programme(self.upload.content, self._zone, self._at)
        if isinstance(found, Wrong):
            raise ValidationError(_with_line(str(UNUSABLE[found.why]), found.line))
        if not found.told:
            raise ValidationError(_l("There are no events in this file."))


def _with_line(sentence: str, line: int | None) -> str:
    return f"{sentence} ({_l('Line %(line)s', line=line)})" if line else sentence


def chosen_columns(sent: "MultiDict[str, str]", usual: ColumnMapping) -> ColumnMapping:
    """What somebody said the columns hold; where they said nothing, what was guessed."""
    roles = (sent.get(f"column-{at}", "") for at in range(len(usual.roles)))
    chosen = (
        Role(said) if said in _ROLES else guessed
        for said, guessed in zip(roles, usual.roles, strict=True)
    )
    return ColumnMapping(tuple(chosen), has_header=sent.get("header", "yes") == "yes")
