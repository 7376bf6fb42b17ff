"""Where a mail can stand, how urgent it is, and what a mail server's answer means for it."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
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
    """Mail that people may turn off: nobody needs it to come, to sign in or to keep their seat."""

    RECAPS = "recaps"
    ANNOUNCEMENTS = "announcements"
    KEEPING = "keeping"
    TIES = "ties"
    INTRODUCTIONS = "introductions"
    HOSTING = "hosting"


class Way(StrEnum):
    """How somebody wants mail of one topic: one by one (no row), together once a day, or not."""

    EACH = "each"
    DIGEST = "digest"
    OFF = "off"


DIGEST = "digest"
"""What stands beside the topics: the daily letter itself, which people may stop as well."""

DIGEST_LETTER = "mails.digest"
DIGEST_TIME = time(8, 30)
# More mail than this in a day that somebody could do without waits for the daily letter.
MOST_A_DAY = 6
DAY = timedelta(days=1)


class Trouble(StrEnum):
    """Why an address gets no more mail."""

    BOUNCED = "bounced"
    FULL = "full"
    COMPLAINED = "complained"


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


FEWEST = 4


def first_handful(most: int) -> int:
    """How many letters a sender takes that does not know its pace yet."""
    return min(most, max(most // 4, FEWEST))


def handful(done: int, seconds: float, within: float, most: int) -> int:
    """How many letters are taken next, if `done` took so long: what fits `within`, with room."""
    at_this_pace = 0.75 * done * within / max(seconds, 0.001)
    return int(min(max(at_this_pace, FEWEST), most))


def rest(schedule: Sequence[int]) -> timedelta:
    """How long the sender waits when the server is away or busy: the first step, 4 minutes most."""
    return timedelta(seconds=min(schedule[0], 240))


def pause(schedule: Sequence[int]) -> timedelta:
    """How long the sender waits when the server refuses us: the third step of the schedule."""
    return timedelta(seconds=schedule[min(2, len(schedule) - 1)])


# A soft fault is a full mailbox or a server that never answers; so many of them are a hard one.
SOFT_FAULTS = 5
HARD_FAULTS = 2
FORGOTTEN_AFTER = timedelta(days=30)
# There is no such person, or mailbox, or domain; it has moved; it is switched off.
NOBODY_THERE = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")
MAILBOX_FULL = ("4.2.2", "5.2.2")


STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def status_in(answer: str) -> str:
    """The enhanced status code (RFC 3463) in a server's answer, or one made of its first digit."""
    found = STATUS.search(answer)
    return found[1] if found else f"{answer[:1] if answer[:1] in '45' else '5'}.0.0"


def faults_needed(status: str) -> int:
    """How often an address may answer with `status` (RFC 3463) before nothing more goes there."""
    if status in NOBODY_THERE:
        return 1
    if status in MAILBOX_FULL or not status.startswith("5"):
        return SOFT_FAULTS
    return HARD_FAULTS


# So many letters to one domain, put off one after the other, and it is given a rest.
PUT_OFF_IN_A_ROW = 5


def domain_rest(times: int) -> timedelta:
    """How long a domain is left alone when it has asked for that `times` times in a row."""
    return timedelta(minutes=min(5 * 2 ** (times - 1), 60))
