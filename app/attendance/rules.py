"""What the door decides: the outcome of a scan, and who is present."""

import unicodedata
from collections.abc import Iterable, Sequence
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
    # Whoever counts as missing says that they were there; the organizers do not think so.
    CLAIM = "claim"
    DECLINE = "decline"


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
# Whoever was not let in for one of these may want somebody to look into it afterwards.
LOOKED_INTO = (Code.UNKNOWN, Code.REMOVED, Code.NOT_CONFIRMED, Code.REJECTED)
ARRIVALS = (Kind.IN, Kind.WALK_IN)
# What a device at the door may write; the rest is between the person and the organizers.
AT_DOOR = (Kind.IN, Kind.OUT, Kind.UNDO, Kind.WALK_IN, Kind.EXCUSE, Kind.FEE)
AFTERWARDS = (Kind.EXCUSE, Kind.CLAIM, Kind.DECLINE)

# Phones are rarely further from the time than this, in either direction.
TOLERATED = timedelta(minutes=5)

# Of what is told to be longer ago than this only that it has been heard of now is believed.
BELIEVED = timedelta(days=3650)

CLOSES_AFTER = timedelta(hours=2)
# For so long an evening may be opened again, and whoever counts as missing may say they came.
OPEN_FOR = timedelta(days=7)


class Flag(StrEnum):
    """What somebody should look at again: it happened, though the list said otherwise."""

    DUPLICATE_ENTRY = "duplicate_entry"
    ADMITTED_AFTER_CANCEL = "admitted_after_cancel"
    OVER_CAPACITY = "over_capacity"
    CLOCK_SKEW = "clock_skew"
    # Checked in by themselves where somebody wants to look at everybody.
    UNSEEN = "unseen"
    # Two people at the door have taken the fee of one.
    PAID_TWICE = "paid_twice"
    # Handed in when the evening had been closed without it.
    AFTER_CLOSE = "after_close"


class Presence(StrEnum):
    """Where an attendee is, as the record tells it."""

    NOT_ARRIVED = "not_arrived"
    PRESENT = "present"
    LEFT = "left"


class Turnout(StrEnum):
    """What became of a seat once the evening is over."""

    # The evening is not closed, or nobody kept the door.
    UNTOLD = "untold"
    CAME = "came"
    EXCUSED = "excused"
    # It may still be put right.
    MISSING = "missing"
    NO_SHOW = "no_show"


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
    # What was said last of somebody who counts as missing: theirs or the organizers'.
    last_word: Kind | None = None

    @property
    def has_come(self) -> bool:
        return self.first_in_at is not None

    @property
    def has_claimed(self) -> bool:
        """Whether they say they came, and nobody has answered yet."""
        return self.last_word == Kind.CLAIM and not (self.has_come or self.is_excused)


@dataclass(frozen=True)
class Closing:
    """How an evening was closed: when, and whether anybody had been checked in at all."""

    at: datetime | None
    is_taken: bool | None

    @property
    def settles_at(self) -> datetime | None:
        """When what is missing becomes final."""
        return self.at + OPEN_FOR if self.at is not None else None

    def is_settled(self, at: datetime) -> bool:
        return self.settles_at is not None and at >= self.settles_at


def closes_at(ends_at: datetime, reopened_at: datetime | None) -> datetime:
    """When an evening that is over closes by itself."""
    last = ends_at + CLOSES_AFTER
    return last if reopened_at is None else last + OPEN_FOR


def turnout(attendance: Attendance, closing: Closing, at: datetime) -> Turnout:
    """What became of one confirmed seat. An open claim keeps it from being final."""
    if closing.at is None or not closing.is_taken:
        return Turnout.UNTOLD
    if attendance.has_come:
        return Turnout.CAME
    if attendance.is_excused:
        return Turnout.EXCUSED
    is_final = closing.is_settled(at) and not attendance.has_claimed
    return Turnout.NO_SHOW if is_final else Turnout.MISSING


def fold(steps: Iterable[Step]) -> Attendance:
    """What happened, from entries in whatever order they arrived; the same for every order."""
    steps = list(steps)
    undone = {step.undoes for step in steps if step.kind == Kind.UNDO}
    standing = [step for step in steps if step.id not in undone]
    standing.sort(key=lambda step: (step.at, step.id))
    presence, first_in_at, last_word = Presence.NOT_ARRIVED, None, None
    for step in standing:
        if step.kind in ARRIVALS:
            presence, first_in_at = Presence.PRESENT, first_in_at or step.at
        elif step.kind == Kind.OUT and first_in_at:
            presence = Presence.LEFT
        elif step.kind in (Kind.CLAIM, Kind.DECLINE):
            last_word = step.kind
    kinds = {step.kind for step in standing}
    return Attendance(presence, first_in_at, Kind.FEE in kinds, Kind.EXCUSE in kinds, last_word)


def true_time(
    told: datetime, sent_at: datetime | None, received_at: datetime
) -> tuple[datetime, bool]:
    """When it really happened, and whether the device's clock was wrong.

    `sent_at` is the device's own time at sending: how far it is off shows how far every time it
    tells is off. Nothing happens after it was heard of.
    """
    ahead = sent_at - received_at if sent_at is not None else timedelta(0)
    is_wrong = abs(ahead) > TOLERATED
    # Even a little ahead of us, what happened one after the other must not fall together.
    is_shifted = sent_at is not None and (is_wrong or ahead > timedelta(0))
    ago = (sent_at if sent_at is not None and is_shifted else received_at) - told
    if ago > BELIEVED:
        return received_at, True
    return received_at - max(ago, timedelta(0)), is_wrong


def sent_at_latest(
    told: Iterable[datetime], sent_at: datetime | None, received_at: datetime
) -> datetime | None:
    """The device's own time at sending: never before what it tells of. None: as far as we know."""
    latest = max(told, default=None)
    if latest is None or (sent_at is None and latest <= received_at):
        return sent_at
    return latest if sent_at is None else max(latest, sent_at)


def is_written(name: str) -> bool:
    """Whether anything of a name can be seen: signs without width and spaces are none."""
    return any(not unicodedata.category(sign).startswith(("C", "Z")) for sign in name)


def token_in(text: str) -> str:
    """The ticket's token in whatever a code carries: its address, or the bare token."""
    token = text.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return token if token.isascii() else ""


class Unclear(StrEnum):
    """Why a picture that can be read shows no ticket to go by."""

    NO_CODE = "no_code"
    TWO_TICKETS = "two_tickets"


def ticket_among(texts: Sequence[str]) -> str | Unclear:
    """The ticket among all codes of one picture; where there is none, the first code.

    Of two tickets neither is taken: the one let in might be the wrong one.
    """
    tickets = {token_in(text): text for text in texts if "/t/" in text}
    if len(tickets) > 1:
        return Unclear.TWO_TICKETS
    return next(iter([*tickets.values(), *texts]), Unclear.NO_CODE)


def is_called(names: Iterable[str], wanted: str) -> bool:
    """Whether one of the names contains what was typed, as folded names are compared."""
    looked_for = folded(wanted)
    return any(looked_for in folded(name) for name in names)
