"""The attendee list as a file that opens in a spreadsheet and cannot run anything there."""

import csv
import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.events.models import Event
from app.profiles.wording import word_for
from app.registrations.models import Registration
from app.registrations.queries import answers_of, questions
from app.registrations.wording import STATES

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def attendee_csv(event: Event, rows: Sequence[Registration], *, has_mark: bool) -> str:
    """One line per registration, answers to the organizers' questions last.

    UTF-8; with `has_mark` it begins with the byte order mark without which Excel takes it for
    something else. No addresses: those stay here.
    """
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK if has_mark else "")
    table = csv.writer(file)
    asked, answered = questions(event.id), answers_of([row.id for row in rows])
    table.writerow(
        [
            _("Number"),
            _("Family name"),
            _("Given name"),
            _("Display name"),
            _("Reading"),
            _("State"),
            _("Place in line"),
            _("Slot"),
            _("Fee at the door"),
            _("Purpose"),
            _("In their own words"),
            _("Registered"),
            _("Reference"),
            _("Note"),
            *(safe(question.text) for question in asked),
        ]
    )
    for row in rows:
        said = {question.id: text for question, text in answered.get(row.id, ())}
        answers = [said.get(question.id, "") for question in asked]
        table.writerow([safe(cell) for cell in (*_cells(event, row), *answers)])
    return file.getvalue()


def safe(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _cells(event: Event, row: Registration) -> list[object]:
    person, zone = row.attendee, ZoneInfo(event.timezone)
    return [
        row.public_id,
        person.family_name,
        person.given_name,
        person.display_name,
        person.reading,
        STATES[row.state],
        row.queue_no if row.state == "waitlisted" else "",
        row.slot.name if row.slot else "",
        row.slot.door_fee if row.slot else "",
        word_for(row.purpose),
        row.purpose_note,
        f"{row.registered_at.astimezone(zone):%Y-%m-%d %H:%M}",
        row.reference,
        row.organizer_note,
    ]
