"""Where a registration can stand, and what each standing means."""

from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """The states of behaviour, section 1. Attendance is not one of them."""

    PENDING = "pending"
    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    NOT_SELECTED = "not_selected"
    LAPSED = "lapsed"
    REMOVED = "removed"
    EVENT_CANCELLED = "event_cancelled"


ACTIVE = (State.PENDING, State.APPLIED, State.WAITLISTED, State.OFFERED, State.CONFIRMED)
HOLDS_SEAT = (State.CONFIRMED, State.OFFERED)


class LatestNotice(StrEnum):
    """How late somebody on the waitlist still wants to hear of a seat."""

    WEEK = "7d"
    THREE_DAYS = "3d"
    DAY = "24h"
    THREE_HOURS = "3h"
    ANY = "any"

    @property
    def time_needed(self) -> timedelta:
        """The least time before the start that is still of use."""
        return _NEEDED[self]


_NEEDED = {
    LatestNotice.WEEK: timedelta(days=7),
    LatestNotice.THREE_DAYS: timedelta(days=3),
    LatestNotice.DAY: timedelta(hours=24),
    LatestNotice.THREE_HOURS: timedelta(hours=3),
    LatestNotice.ANY: timedelta(0),
}


class ListVisibility(StrEnum):
    """Who sees somebody on an event's list."""

    ORGANIZERS = "organizers"
    PARTICIPANTS = "participants"
    PUBLIC = "public"


class Source(StrEnum):
    """How a registration came to be."""

    SELF = "self"
    INVITE = "invite"
    WALK_IN = "walk_in"
    IMPORT = "import"
    ORGANIZER = "organizer"


class Decision(StrEnum):
    """What an organizer says to somebody who asks to come."""

    CONFIRM = "confirm"
    WAITLIST = "waitlist"
    DECLINE = "decline"


class Removal(StrEnum):
    """Why an organizer takes somebody off the list. Organizers read it, the person never does."""

    OWN_REQUEST = "own_request"
    DUPLICATE = "duplicate"
    NOT_ELIGIBLE = "not_eligible"
    NO_SHOWS = "no_shows"
    SOLICITING = "soliciting"
    CONDUCT = "conduct"
    BANNED = "banned"
    OTHER = "other"


class SkipReason(StrEnum):
    """Why a free seat went past somebody in line."""

    TOO_LATE = "too_late"
    OTHER_SLOT = "other_slot"
    NEEDS_TWO = "needs_two"
    AWAITS_BUDDY = "awaits_buddy"


# Why a place that a list gave to a name ended: whoever it meant said no, or has another one.
DECLINED, JOINED = "declined", "joined"
