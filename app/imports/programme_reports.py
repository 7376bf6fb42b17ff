"""How a programme is kept: what becomes of every entry, as one report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.imports.queries.programmes import Outlook, Step
from app.imports.rules.programmes import Fault, Form

IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class ProgrammeRow:
    """One line of a report. `doing` is a Doing, or `impossible` with `why` as its reason."""

    line: int
    title: str
    doing: str
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str
    place: str
    why: str
    detail: str
    changes: list[str]
    oddities: list[tuple[str, str]]
    slug: str


@dataclass(frozen=True)
class ProgrammeReport:
    """What came, or would come, of a programme. `told` counts what the file itself tells of."""

    form: Form
    name: str
    told: int
    zone: str
    rows: list[ProgrammeRow]

    def count(self, doing: str) -> int:
        return sum(row.doing == doing for row in self.rows)

    def only(self, doing: str) -> list[ProgrammeRow]:
        """The rows of one kind; all of them for a kind there is none of."""
        return [row for row in self.rows if row.doing == doing] if doing else self.rows

    @property
    def odd(self) -> list[ProgrammeRow]:
        return [row for row in self.rows if row.oddities]


def programme_report(found: Outlook, zone: str) -> dict[str, Any]:
    """What becomes of every entry, for the row that keeps it."""
    rows = [*map(_row, found.steps), *map(_fault, found.programme.faults)]
    return {
        "form": str(found.programme.form),
        "name": found.programme.name,
        "told": found.programme.told,
        "zone": zone,
        "rows": sorted(rows, key=lambda row: (row[3] or "", row[0])),
    }


def programme_report_kept(kept: dict[str, Any]) -> ProgrammeReport:
    """The report that a row keeps."""
    rows = [_row_kept(told) for told in kept["rows"]]
    return ProgrammeReport(**{**kept, "form": Form(kept["form"]), "rows": rows})


def _row(step: Step) -> list[Any]:
    entry = step.entry
    return [
        entry.line,
        entry.title,
        str(step.doing),
        entry.starts_at.isoformat(),
        entry.ends_at.isoformat(),
        entry.timezone,
        entry.place_name or entry.online_url,
        "",
        "",
        list(step.changes),
        [[str(code), detail] for code, detail in entry.oddities],
        step.event.slug if step.event else "",
    ]


def _fault(fault: Fault) -> list[Any]:
    times = (None, None, "", "")
    return [fault.line, fault.title, IMPOSSIBLE, *times, str(fault.why), fault.detail, [], [], ""]


def _row_kept(told: list[Any]) -> ProgrammeRow:
    line, title, doing, starts_at, ends_at, *rest = told
    begins, ends = (datetime.fromisoformat(it) if it else None for it in (starts_at, ends_at))
    return ProgrammeRow(line, title, doing, begins, ends, *rest)
