"""What can be reported, until when, and what moderators may do about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(days=366)
"""How long after a contact a report is taken: trouble often begins when people know each other."""

KEPT_FOR = timedelta(days=366)
"""How long a settled report is kept, counted from when it was settled."""

MOST_A_DAY = 10


class Kind(StrEnum):
    """What a report is about."""

    SALES = "sales"
    MONEY = "money"
    HARASSMENT = "harassment"
    OTHER = "other"


class Subject(StrEnum):
    """What somebody pointed at when they reported."""

    PERSON = "person"
    EVENT = "event"
    MESSAGE = "message"


class State(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    SETTLED = "settled"


class Deed(StrEnum):
    """What moderators do. Each is a line of a log that is only added to."""

    LOOKED_AT = "looked_at"
    NOTED = "noted"
    WARNED = "warned"
    ASKING_PAUSED = "asking_paused"
    ASKING_ALLOWED = "asking_allowed"
    BANNED = "banned"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    SETTLED = "settled"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Complaint:
    """What somebody tells the moderators."""

    kind: Kind
    words: str
    subject: Subject = Subject.PERSON


def is_in_time(last_contact: datetime | None, at: datetime) -> bool:
    """Whether a report is still taken; without any contact only what one sees now is reported."""
    return last_contact is None or at <= last_contact + WINDOW
