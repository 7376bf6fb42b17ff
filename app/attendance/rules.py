"""What the door decides: the outcome of a scan, and who is present."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.accounts.folding import folded


class Kind(StrEnum):
    """What an entry says happened."""

    IN = "in"
    OUT = "out"
    UNDO = "undo"
    WALK_IN = "walk_in"
    EXCUSE = "excuse"


class Method(StrEnum):
    """How the person was recognised."""

    QR = "qr"
    NAME = "name"
    CODE = "code"
    SELF = "self"
    IMPORT = "import"


class Code(StrEnum):
    """What the door answers. Every outcome is a value; scanning goes on after any of them."""

    OK = "OK"
    ALREADY = "ALREADY"
    FEE_DUE = "FEE_DUE"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    WRONG_EVENT = "WRONG_EVENT"
    REMOVED = "REMOVED"
    UNKNOWN = "UNKNOWN"
    TOO_EARLY = "TOO_EARLY"
    REJECTED = "REJECTED"


ADMITTED = (Code.OK, Code.FEE_DUE)


class Presence(StrEnum):
    """Where an attendee is, as the record tells it."""

    NOT_ARRIVED = "not_arrived"
    PRESENT = "present"
    LEFT = "left"


@dataclass(frozen=True)
class Step:
    """One entry of the record, as plain values."""

    id: UUID
    kind: Kind
    at: datetime
    undoes: UUID | None = None


@dataclass(frozen=True)
class Attendance:
    """What a person's entries add up to."""

    presence: Presence
    first_in_at: datetime | None

    @property
    def has_come(self) -> bool:
        return self.first_in_at is not None


def fold(steps: Iterable[Step]) -> Attendance:
    """What happened, from entries in whatever order they arrived; the same for every order."""
    steps = list(steps)
    undone = {step.undoes for step in steps if step.kind == Kind.UNDO}
    standing = sorted(
        (step for step in steps if step.kind in (Kind.IN, Kind.OUT, Kind.WALK_IN)),
        key=lambda step: (step.at, step.id),
    )
    presence, first_in_at = Presence.NOT_ARRIVED, None
    for step in standing:
        if step.id in undone:
            continue
        if step.kind == Kind.OUT:
            presence = Presence.LEFT if first_in_at else presence
        else:
            presence, first_in_at = Presence.PRESENT, first_in_at or step.at
    return Attendance(presence, first_in_at)


def token_in(text: str) -> str:
    """The ticket's token in whatever a code carries: its address, or the bare token."""
    token = text.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return token if token.isascii() else ""


def is_called(names: Iterable[str], wanted: str) -> bool:
    """Whether one of the names contains what was typed, as folded names are compared."""
    looked_for = folded(wanted)
    return any(looked_for in folded(name) for name in names)
