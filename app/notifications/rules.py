"""Where a mail can stand, how urgent it is, and what a mail server's answer means for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class State(StrEnum):
    """A mail's way out. `DOT` means: the server has the whole letter, the answer is awaited."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    DOT = "dot"
    SENT = "sent"
    PARKED = "parked"
    FAILED = "failed"
    DEAD = "dead"
    ABORTED = "aborted"
    SUPPRESSED = "suppressed"
    TOO_LATE = "too_late"


NEEDS_EYES = (State.PARKED, State.FAILED, State.DEAD)
"""What waits for the operator: nothing else will happen to these by itself, or not yet."""


class Topic(StrEnum):
    """Mail that people may turn off: nobody needs it to come, to sign in or to answer somebody."""

    RECAPS = "recaps"
    ANNOUNCEMENTS = "announcements"


class Priority(IntEnum):
    """Smaller goes first: a link somebody waits for overtakes ten thousand recaps."""

    AWAITED = 0
    PERSONAL = 10
    BULK = 20


class Phase(StrEnum):
    """A step of one SMTP conversation. `SESSION` is connecting, greeting, TLS and signing in."""

    SESSION = "session"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


class Verdict(StrEnum):
    """What an answer means: for this letter (first three) or for the whole sender (last two)."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    REST = "rest"
    PAUSE = "pause"


# The server does not let us in at all; it would say the same to every letter.
NOT_LET_IN = (530, 534, 535, 538)


def verdict(phase: Phase, code: int) -> Verdict:
    """What the three-digit answer `code`, given in `phase`, means (RFC 5321, 4.2)."""
    if phase == Phase.DOT and code // 100 == 2:  # noqa: PLR2004 -- the family of yes
        return Verdict.SENT
    is_final = code >= 500  # noqa: PLR2004 -- the family of a final no
    if phase in (Phase.SESSION, Phase.MAIL) or code in NOT_LET_IN:
        return Verdict.PAUSE if is_final else Verdict.REST
    return Verdict.DEAD if is_final else Verdict.RETRY


def next_try(tries: int, schedule: Sequence[int], at: datetime) -> datetime | None:
    """When a letter that has been tried `tries` times is tried again; None when it is given up."""
    if tries > len(schedule):
        return None
    return at + timedelta(seconds=schedule[tries - 1])


def rest(schedule: Sequence[int]) -> timedelta:
    """How long the sender waits when the server is away or busy: the first step, 4 minutes most."""
    return timedelta(seconds=min(schedule[0], 240))


def pause(schedule: Sequence[int]) -> timedelta:
    """How long the sender waits when the server refuses us: the third step of the schedule."""
    return timedelta(seconds=schedule[min(2, len(schedule) - 1)])
