"""What reading a list can come to: people, rows left out and why, or a file nobody can read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Refusal(StrEnum):
    """Why a whole file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    SPREADSHEET = "spreadsheet"
    NOT_TEXT = "not_text"
    NUL = "nul"
    UNKNOWN_ENCODING = "unknown_encoding"
    DAMAGED = "damaged"
    NOT_A_TABLE = "not_a_table"
    BROKEN_ROWS = "broken_rows"


class Reason(StrEnum):
    """Why one row is left out."""

    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    OTHER_SLOT = "other_slot"
    NO_NAME = "no_name"
    MALFORMED = "malformed"


class Remark(StrEnum):
    """What is odd about a row that is read all the same."""

    IMPOSSIBLE_DATE = "impossible_date"
    UNUSABLE_EMAIL = "unusable_email"
    SHARED_EMAIL = "shared_email"
    UNCLEAR_STATUS = "unclear_status"
    UNPAID = "unpaid"
    COMPANIONS = "companions"
    CUT = "cut"


class Status(StrEnum):
    """Where a person stands on the platform the list comes from."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is refused as a whole, at `line` if one line is to blame."""

    code: Refusal
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person on the list. Texts not given are empty; `display_name` never is.

    `answers` stand in the order of the list's `questions`, empty where nothing was said.
    """

    line: int
    display_name: str
    family_name: str
    given_name: str
    reading: str
    email: str | None
    company: str
    reference: str
    account: str
    slot: str
    status: Status
    attended: bool | None
    staff: bool
    registered_at: datetime | None
    answers: tuple[str, ...]
    other_slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """One row left out, with as much of the person as could be read."""

    line: int
    reason: Reason
    name: str = ""
    reference: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the organizer should know about a row; `detail` quotes the file."""

    line: int
    remark: Remark
    detail: str = ""
