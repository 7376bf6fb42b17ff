"""How a list is kept: the columns somebody named, and the report of what became of every row."""

import csv
import io
from dataclasses import astuple, dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.events.models import Event
from app.imports.models import AttendeeImport
from app.imports.queries import Prospect, unknown_slots
from app.imports.rules import (
    Column,
    ColumnMapping,
    Fate,
    Reading,
    Role,
    Row,
    Source,
    read_attendees,
)
from app.imports.wording import outcome
from app.registrations.exports import safe

# What these columns hold is looked at, if at all, and not kept.
_NOT_KEPT = (Role.ANSWER, Role.IGNORE, Role.STAFF)
_HEADER = "header"


@dataclass(frozen=True)
class Report:
    """What came, or would come, of a list. `letters` and `came` are None before it comes in."""

    source: Source
    rows: list[Row]
    unused: list[str]
    unknown_slots: list[str]
    gone: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    mapping: ColumnMapping | None = None
    letters: int | None = None
    came: int | None = None
    taken_back: int = 0

    def count(self, *fates: Fate) -> int:
        """How many people one of these becomes of."""
        return sum(row.outcome in fates for row in self.rows)

    @property
    def knows_names(self) -> bool:
        """Whether any column tells a name; without one nobody can come in."""
        return self.mapping is not None and self.mapping.names_people

    @property
    def needs_mapping(self) -> bool:
        """Whether the columns are only guessed, so that somebody should look at them."""
        return self.source == Source.UNKNOWN

    @property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.is_left_out]

    @property
    def odd(self) -> list[Row]:
        return [row for row in self.rows if row.needs_a_look]

    @property
    def beyond_the_seats(self) -> int:
        return sum(row.is_over for row in self.rows)

    @property
    def without_email(self) -> int:
        return sum(not row.has_email and not row.is_left_out for row in self.rows)


def reading_of(import_: AttendeeImport, event: Event) -> Reading:
    """The list as it is understood, with the columns somebody named. It must not have come in."""
    found = read_attendees(
        import_.content or b"",
        import_.filename,
        mapping_kept(import_.mapping),
        ZoneInfo(event.timezone),
    )
    if not isinstance(found, Reading):
        raise TypeError(f"list {import_.id} could be read before: {found.code}")
    return found


def mapping_to_keep(mapping: ColumnMapping) -> dict[str, str]:
    """A choice of columns, for the row that keeps it."""
    kept = {str(at): str(role) for at, role in enumerate(mapping.roles)}
    return kept | {_HEADER: "yes" if mapping.has_header else "no"}


def mapping_kept(kept: dict[str, str]) -> ColumnMapping | None:
    """The choice of columns in a row; None where nobody has chosen."""
    if not kept:
        return None
    roles = tuple(Role(kept[str(at)]) for at in range(len(kept) - 1))
    return ColumnMapping(roles, has_header=kept[_HEADER] == "yes")


def report_of(found: Prospect, event: Event) -> dict[str, Any]:
    """What becomes of every row, for the row that keeps it."""
    reading = found.reading
    pairs = zip(reading.columns, reading.mapping.roles, strict=True)
    return {
        "source": str(reading.source),
        "rows": [astuple(row) for row in found.rows()],
        "unused": [column.header for column, role in pairs if column.header and role in _NOT_KEPT],
        "unknown_slots": unknown_slots(event, reading),
        "columns": [[column.header, *column.samples] for column in reading.columns],
        "mapping": mapping_to_keep(reading.mapping),
        "gone": [place.attendee.full_name for place in found.gone],
    }


def report_kept(kept: dict[str, Any]) -> Report:
    """The report that a row keeps."""
    rows = [replace(Row(*told), remarks=tuple(map(tuple, odd))) for *told, odd in kept["rows"]]
    read = {
        "source": Source(kept["source"]),
        "rows": rows,
        "columns": [Column(header, tuple(samples)) for header, *samples in kept["columns"]],
        "mapping": mapping_kept(kept["mapping"]),
    }
    return Report(**{**kept, **read})


def left_out_csv(report: Report) -> str:
    """The rows that do not come in, one line each with the reason; Excel reads it as it is."""
    file = io.StringIO()
    file.write("\ufeff")
    table = csv.writer(file)
    table.writerow([_("Line"), _("Name"), _("Slot"), _("What happens")])
    for row in report.left_out:
        cells = (row.line, row.name, row.slot, outcome(row.outcome))
        table.writerow([safe(cell) for cell in cells])
    return file.getvalue()
