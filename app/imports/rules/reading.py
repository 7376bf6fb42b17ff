"""Reading a whole list: first look at every row once, then turn the rows into people."""

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from app.imports.rules.columns import Column, ColumnMapping, Role, is_familiar
from app.imports.rules.decoding import decode
from app.imports.rules.layouts import Source
from app.imports.rules.outcomes import Attendee, Note, Refusal, Skipped, Unreadable
from app.imports.rules.people import Plan, read_person
from app.imports.rules.roll import Roll
from app.imports.rules.survey import Header, Survey, survey_of
from app.imports.rules.tables import Row, read_table

MAX_COLUMNS = 300

_TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was understood. `rows` is people and skipped rows together."""

    source: Source
    encoding: str
    delimiter: str
    header_line: int
    columns: tuple[Column, ...]
    mapping: ColumnMapping
    rows: int
    blank: int
    people: tuple[Attendee, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...]

    @property
    def needs_mapping(self) -> bool:
        """Whether the columns are only guessed, so that somebody should look at them."""
        return self.source is Source.UNKNOWN

    @property
    def questions(self) -> tuple[str, ...]:
        """What the answers of each person answer."""
        return tuple(self.columns[at].header for at in self.mapping.places(Role.ANSWER))

    @property
    def without_email(self) -> int:
        """How many people cannot be written to."""
        return sum(person.email is None for person in self.people)


def read_attendees(
    data: bytes,
    filename: str,
    mapping: ColumnMapping | None = None,
    zone: tzinfo = _TOKYO,
) -> Reading | Unreadable:
    """Who is on an exported list. Times without an offset are in `zone`.

    Anything may be in `data`: a file that cannot be read is an answer, not an error.
    """
    text = decode(data)
    if isinstance(text, Unreadable):
        return Unreadable(Refusal.SPREADSHEET) if _is_excel(text, filename) else text
    table = read_table(text, is_familiar)
    head = table.head()
    if refusal := _hopeless(head):
        return refusal
    survey = survey_of(table, Header.of(head, mapping))
    if isinstance(survey, Unreadable):
        return survey
    chosen = _fitted(mapping, survey) if mapping else survey.suggested()
    return _read(survey, chosen, zone)


def _is_excel(refused: Unreadable, filename: str) -> bool:
    """Whether unreadable bytes at least are called a workbook, for a better answer."""
    binary = refused.code in {Refusal.NOT_TEXT, Refusal.NUL, Refusal.UNKNOWN_ENCODING}
    return binary and filename.lower().endswith((".xlsx", ".xls", ".xlsm", ".ods", ".numbers"))


def _hopeless(head: list[Row]) -> Unreadable | None:
    """Why nothing can come of a file that begins like this."""
    if not head:
        return Unreadable(Refusal.EMPTY)
    if head[0].cells is None:
        return Unreadable(Refusal.BROKEN_ROWS, head[0].line)
    widest = max(len(row.cells or ()) for row in head)
    return Unreadable(Refusal.TOO_MANY_COLUMNS) if widest > MAX_COLUMNS else None


def _fitted(mapping: ColumnMapping, survey: Survey) -> ColumnMapping:
    """The organizer's choice for exactly as many columns as there are."""
    width = len(survey.header.names)
    padded = (*mapping.roles, *(Role.ANSWER,) * width)[:width]
    return ColumnMapping(padded, has_header=survey.header.line > 0)


def _read(survey: Survey, mapping: ColumnMapping, zone: tzinfo) -> Reading:
    header = survey.header
    roll = Roll()
    if mapping.names_people:
        plan = Plan(mapping, header.names, zone)
        for row in survey.body():
            if not row.is_blank:
                roll.add(*read_person(row, plan))
    return Reading(
        source=header.source,
        encoding=survey.table.text.encoding,
        delimiter=survey.table.delimiter,
        header_line=header.line,
        columns=survey.columns(),
        mapping=mapping,
        rows=survey.rows,
        blank=survey.blank,
        people=roll.everyone(),
        skipped=tuple(sorted(roll.skipped, key=lambda it: it.line)),
        notes=tuple(roll.notes),
    )
