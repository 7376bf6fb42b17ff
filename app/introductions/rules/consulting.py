"""Asking for advice: where a question stands, and how it looks to each of the two."""

from datetime import datetime, timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(days=14)
"""After this a question that came to nothing says so, in the same words whatever the cause."""
MONTH = timedelta(days=30)
MOST_OPEN = 3
"""Questions one may have open at a time, as it looks to oneself."""


class Stage(StrEnum):
    """Where a question stands. WAITING: it has not reached the one who is asked."""

    WAITING = "waiting"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Seen(StrEnum):
    """What one of the two is shown."""

    OPEN = "open"
    AGREED = "agreed"
    NOT_THIS_TIME = "not_this_time"
    NOTHING = "nothing"


UNTOLD = (Stage.WAITING, Stage.ASKED, Stage.DECLINED)
"""To whoever asked these are one: a full month, silence and a no look alike."""


def seen_by_asker(stage: Stage, asked_at: datetime, at: datetime) -> Seen:
    if stage == Stage.AGREED:
        return Seen.AGREED
    if stage == Stage.WITHDRAWN:
        return Seen.NOTHING
    return Seen.OPEN if at < asked_at + ANSWER_WITHIN else Seen.NOT_THIS_TIME


def seen_by_asked(stage: Stage, asked_at: datetime, at: datetime) -> Seen:
    if stage == Stage.AGREED:
        return Seen.AGREED
    is_open = stage == Stage.ASKED and at < asked_at + ANSWER_WITHIN
    return Seen.OPEN if is_open else Seen.NOTHING
