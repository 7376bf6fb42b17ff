"""The words for topics and for where a letter stands."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.notifications.rules import State, Topic

TOPICS: dict[Topic, LazyString] = {
    Topic.RECAPS: _l("Recaps after an event"),
    Topic.ANNOUNCEMENTS: _l("News from my groups"),
}

TOPIC_NOTES: dict[Topic, LazyString] = {
    Topic.RECAPS: _l("On the next morning: whom you met, whom you missed, what comes next."),
    Topic.ANNOUNCEMENTS: _l("What the groups you belong to announce, such as a new event."),
}

STATES: dict[State, LazyString] = {
    State.QUEUED: _l("Waiting"),
    State.CLAIMED: _l("Being sent"),
    State.DOT: _l("Handed over, answer awaited"),
    State.SENT: _l("Sent"),
    State.PARKED: _l("Unknown whether it arrived"),
    State.FAILED: _l("Given up"),
    State.DEAD: _l("Refused"),
    State.ABORTED: _l("Withdrawn"),
    State.SUPPRESSED: _l("Not wanted"),
    State.TOO_LATE: _l("Too late"),
}

TONES: dict[State, str] = {
    State.QUEUED: "fuji",
    State.CLAIMED: "ai",
    State.DOT: "ai",
    State.SENT: "matsu",
    State.PARKED: "yama",
    State.FAILED: "beni",
    State.DEAD: "beni",
    State.ABORTED: "ended",
    State.SUPPRESSED: "ended",
    State.TOO_LATE: "ended",
}
