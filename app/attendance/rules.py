"""What the door decides: the outcome of a scan, and who is present."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    FEE = "fee"


class Method(StrEnum):
    """How the person was recognised."""

    QR = "qr"
    NAME = "name"
    CODE = "code"
    SELF = "self"
    IMPORT = "import"


class SelfCheckIn(StrEnum):
    """Whether people may check themselves in by the code on the host's screen."""

    OFF = "off"
    ON = "on"
    # They may, and somebody still looks at them: for prizes and for few seats.
    BY_EYE = "by_eye"


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
ARRIVALS = (Kind.IN, Kind.WALK_IN)

# Phones are rarely further from the time than this, in either direction.
TOLERATED = timedelta(minutes=5)


class Flag(StrEnum):
    """What somebody should look at again: it happened, though the list said otherwise."""

    DUPLICATE_ENTRY = "duplicate_entry"
    ADMITTED_AFTER_CANCEL = "admitted_after_cancel"
    OVER_CAPACITY = "over_capacity"
    CLOCK_SKEW = "clock_skew"
    # Checked in by themselves where somebody wants to look at everybody.
    UNSEEN = "unseen"


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
    has_paid: bool = False
    is_excused: bool = False

    @property
    def has_come(self) -> bool:
        return self.first_in_at is not None


def fold(steps: Iterable[Step]) -> Attendance:
    """What happened, from entries in whatever order they arrived; the same for every order."""
    steps = list(steps)
    undone = {step.undoes for step in steps if step.kind == Kind.UNDO}
    standing = [step for step in steps if step.id not in undone]
    presence, first_in_at = Presence.NOT_ARRIVED, None
    for step in sorted(standing, key=lambda step: (step.at, step.id)):
        if step.kind in ARRIVALS:
            presence, first_in_at = Presence.PRESENT, first_in_at or step.at
        elif step.kind == Kind.OUT and first_in_at:
            presence = Presence.LEFT
    kinds = {step.kind for step in standing}
    return Attendance(presence, first_in_at, Kind.FEE in kinds, Kind.EXCUSE in kinds)


def true_time(
    told: datetime, sent_at: datetime | None, received_at: datetime
) -> tuple[datetime, bool]:
    """When it really happened, and whether the device's clock was wrong.

    `sent_at` is the device's own time at sending: how far it is off shows how far every time it
    tells is off. Nothing happens after it was heard of.
    """
    ahead = sent_at - received_at if sent_at is not None else timedelta(0)
    is_wrong = abs(ahead) > TOLERATED
    happened = told - ahead if is_wrong else told
    return min(happened, received_at), is_wrong


def token_in(text: str) -> str:
    """The ticket's token in whatever a code carries: its address, or the bare token."""
    token = text.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return token if token.isascii() else ""


def is_called(names: Iterable[str], wanted: str) -> bool:
    """Whether one of the names contains what was typed, as folded names are compared."""
    looked_for = folded(wanted)
    return any(looked_for in folded(name) for name in names)
