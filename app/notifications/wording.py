"""The words for topics and for where a letter stands."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.notifications.rules import State, Topic, Trouble, Way

TOPICS: dict[Topic, LazyString] = {
    Topic.RECAPS: _l("Recaps after an event"),
    Topic.ANNOUNCEMENTS: _l("News from my groups"),
    Topic.KEEPING: _l("Keeping in touch"),
    Topic.TIES: _l("Requests to connect"),
    Topic.INTRODUCTIONS: _l("Requests to introduce"),
    Topic.HOSTING: _l("Requests at events and in groups I run"),
}

TOPIC_NOTES: dict[Topic, LazyString] = {
    Topic.RECAPS: _l("On the next morning: whom you met, whom you missed, what comes next."),
    Topic.ANNOUNCEMENTS: _l("What the groups you belong to announce, such as a new event."),
    Topic.KEEPING: _l(
        "Once a week: who waits for your answer, and whom you meant to be in touch with."
    ),
    Topic.TIES: _l("Somebody whom you met would like to stay in touch."),
    Topic.INTRODUCTIONS: _l("Somebody hopes to be introduced, by you or to you."),
    Topic.HOSTING: _l(
        "People who ask to come, those who say they were there after all, and study circles"
        " somebody proposes."
    ),
}

WAYS: dict[Way, LazyString] = {
    Way.EACH: _l("As they come"),
    Way.DIGEST: _l("Once a day"),
    Way.OFF: _l("Not by e-mail"),
}

DAILY_LETTER = _l("The daily letter")
DAILY_LETTER_NOTE = _l("What you have chosen to get once a day, at half past eight.")

TROUBLES: dict[Trouble, LazyString] = {
    Trouble.BOUNCED: _l("E-mails come back: there is no such mailbox."),
    Trouble.FULL: _l("E-mails come back: the mailbox is full."),
    Trouble.COMPLAINED: _l("The reader has reported our e-mail as unwanted."),
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
