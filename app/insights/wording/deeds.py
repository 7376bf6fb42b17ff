"""Who did what, in words: sentences without their subject, which stands before them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.groups.journal import Deed
from app.groups.wording import ROLES
from app.registrations.wording import REMOVALS

SENTENCES: dict[str, LazyString] = {
    Deed.WROTE_RECAP: _l("Wrote what the recap adds"),
    Deed.GROUP_REVISED: _l("Changed what the group says about itself"),
    Deed.TEAM_INVITED: _l("Asked %(email)s to help: %(role)s"),
    Deed.TEAM_INVITATION_WITHDRAWN: _l("Took back the invitation of %(email)s to the team"),
    Deed.TEAM_JOINED: _l("Joined the team: %(role)s"),
    Deed.ROLE_GIVEN: _l("Gave %(person)s a role: %(role)s"),
    Deed.MEMBER_DISMISSED: _l("Ended the membership of %(person)s"),
    Deed.BANNED: _l("Put %(person)s on the ban list"),
    Deed.UNBANNED: _l("Took %(person)s off the ban list"),
    Deed.DRAFTED: _l("Planned the event"),
    Deed.PUBLISHED: _l("Published the event"),
    Deed.REVISED: _l("Changed the event"),
    Deed.CALLED_OFF: _l("Called the event off"),
    Deed.NOTICE_CHANGED: _l("Changed the notice on the event's page"),
    Deed.QUESTIONS_CHANGED: _l("Changed the questions"),
    Deed.SERIES_BEGUN: _l("Began a series"),
    Deed.SERIES_ENDED: _l("Ended the series"),
    Deed.CONFIRMED: _l("Confirmed %(person)s"),
    Deed.WAITLISTED: _l("Put %(person)s on the waitlist"),
    Deed.DECLINED: _l("Declined the request of %(person)s"),
    Deed.REMOVED: _l("Took %(person)s off the list (%(reason)s)"),
    Deed.SLOT_CHANGED: _l("Moved %(person)s to %(slot)s"),
    Deed.NOTED: _l("Wrote a note about %(person)s"),
    Deed.NOMINATED: _l("Named %(person)s for the draw"),
    Deed.UNNOMINATED: _l("Took back naming %(person)s for the draw"),
    Deed.ATTENDANCE_REOPENED: _l("Opened the record of who came again"),
    Deed.COUNTED_AS_COME: _l("Wrote down that %(person)s came"),
    Deed.EXCUSED: _l("Excused %(person)s"),
    Deed.CLAIM_DECLINED: _l("Left it at %(person)s not having come"),
    Deed.ATTENDANCE_UNDONE: _l("Took back what was said of %(person)s"),
    Deed.IDENTITY_CHECKED: _l("Said that they have checked who %(person)s is"),
    Deed.IDENTITY_CHECK_ENDED: _l("No longer says that they have checked who %(person)s is"),
    Deed.ANNOUNCED: _l("Sent an announcement: %(subject)s"),
    Deed.ANNOUNCEMENT_SCHEDULED: _l("Planned an announcement: %(subject)s"),
    Deed.ANNOUNCEMENT_WITHDRAWN: _l("Took back an announcement: %(subject)s"),
    Deed.LESSON_SET_ASIDE: _l("Let suggestions go by the usual weights again"),
    Deed.LESSON_TAKEN_UP: _l("Let suggestions learn from the group’s answers again"),
    Deed.PROGRAMME_UNDONE: _l("Took a programme back that had been brought in"),
    Deed.ROUND_BEGUN: _l("Began round %(number)s"),
    Deed.ROUND_ENDED: _l("Ended round %(number)s"),
    Deed.ROUND_TAKEN_BACK: _l("Took back the beginning of round %(number)s"),
    Deed.SEAT_CHANGED: _l("Seated %(person)s elsewhere in round %(number)s"),
    Deed.PAIR_RULED: _l("Said who is to sit together or apart"),
    Deed.PAIR_FREED: _l("Took back who is to sit together or apart"),
    Deed.THEME_SET: _l("Said what the evening is about, and who should meet there"),
}
# What is done to many at once, or only ever to a number.
_MANY: dict[str, Callable[[int], str]] = {
    Deed.CONFIRMED: lambda n: ngettext("Confirmed %(num)s person", "Confirmed %(num)s people", n),
    Deed.WAITLISTED: lambda n: ngettext(
        "Put %(num)s person on the waitlist", "Put %(num)s people on the waitlist", n
    ),
    Deed.DECLINED: lambda n: ngettext(
        "Declined the request of %(num)s person", "Declined the requests of %(num)s people", n
    ),
    Deed.REMOVED: lambda n: ngettext(
        "Took %(num)s person off the list", "Took %(num)s people off the list", n
    ),
    Deed.SLOT_CHANGED: lambda n: ngettext(
        "Moved %(num)s person to another slot", "Moved %(num)s people to another slot", n
    ),
    Deed.ASKED_AGAIN: lambda n: ngettext(
        "Asked %(num)s person whether they still come",
        "Asked %(num)s people whether they still come",
        n,
    ),
    Deed.INVITED: lambda n: ngettext("Invited %(num)s person", "Invited %(num)s people", n),
    Deed.UNINVITED: lambda n: ngettext(
        "Took back %(num)s invitation", "Took back %(num)s invitations", n
    ),
    Deed.SERIES_REVISED: lambda n: ngettext(
        "Changed %(num)s event of the series", "Changed %(num)s events of the series", n
    ),
    Deed.ATTENDANCE_CLOSED: lambda n: ngettext(
        "Closed the record of who came: %(num)s person",
        "Closed the record of who came: %(num)s people",
        n,
    ),
    Deed.DRAWN: lambda n: ngettext(
        "Drew the lots: %(num)s entry", "Drew the lots: %(num)s entries", n
    ),
    Deed.LIST_IMPORTED: lambda n: ngettext(
        "Brought in a list of %(num)s person", "Brought in a list of %(num)s people", n
    ),
    Deed.ROUNDS_PLANNED: lambda n: ngettext(
        "Asked for %(num)s round of tables", "Asked for %(num)s rounds of tables", n
    ),
    Deed.PROGRAMME_IMPORTED: lambda n: ngettext(
        "Brought in a programme of %(num)s event", "Brought in a programme of %(num)s events", n
    ),
}
KINDS: dict[str, LazyString] = {
    "people": _l("About attendees"),
    "events": _l("About events"),
    "team": _l("About the team"),
    "announcements": _l("Announcements"),
    "lists": _l("Lists and programmes"),
    "tables": _l("Tables and rounds"),
}
_KIND_CODES: dict[str, tuple[Deed, ...]] = {
    "people": (
        *(Deed.CONFIRMED, Deed.WAITLISTED, Deed.DECLINED, Deed.REMOVED, Deed.SLOT_CHANGED),
        *(Deed.NOTED, Deed.NOMINATED, Deed.UNNOMINATED, Deed.DRAWN, Deed.ASKED_AGAIN),
        *(Deed.INVITED, Deed.UNINVITED, Deed.COUNTED_AS_COME, Deed.EXCUSED),
        *(Deed.CLAIM_DECLINED, Deed.ATTENDANCE_UNDONE),
        *(Deed.IDENTITY_CHECKED, Deed.IDENTITY_CHECK_ENDED),
    ),
    "events": (
        *(Deed.DRAFTED, Deed.PUBLISHED, Deed.REVISED, Deed.CALLED_OFF, Deed.NOTICE_CHANGED),
        *(Deed.ATTENDANCE_CLOSED, Deed.ATTENDANCE_REOPENED, Deed.WROTE_RECAP),
        *(Deed.QUESTIONS_CHANGED, Deed.SERIES_BEGUN, Deed.SERIES_REVISED, Deed.SERIES_ENDED),
    ),
    "team": (
        *(Deed.GROUP_REVISED, Deed.TEAM_INVITED, Deed.TEAM_INVITATION_WITHDRAWN),
        *(Deed.TEAM_JOINED, Deed.ROLE_GIVEN, Deed.MEMBER_DISMISSED, Deed.BANNED, Deed.UNBANNED),
    ),
    "announcements": (*(Deed.ANNOUNCED, Deed.ANNOUNCEMENT_SCHEDULED, Deed.ANNOUNCEMENT_WITHDRAWN),),
    "lists": (*(Deed.LIST_IMPORTED, Deed.PROGRAMME_IMPORTED, Deed.PROGRAMME_UNDONE),),
    "tables": (
        *(Deed.ROUNDS_PLANNED, Deed.ROUND_BEGUN, Deed.ROUND_ENDED, Deed.ROUND_TAKEN_BACK),
        *(Deed.SEAT_CHANGED, Deed.PAIR_RULED, Deed.PAIR_FREED, Deed.THEME_SET),
        *(Deed.LESSON_SET_ASIDE, Deed.LESSON_TAKEN_UP),
    ),
}
# Why a registration moved. What is not listed needs no reason beside its new state.
REASONS: dict[str, LazyString] = {
    "applied": _l("asked for a seat"),
    "full": _l("everything was full"),
    "promoted": _l("a seat came free"),
    "accepted": _l("took the seat that was offered"),
    "declined": _l("did not want the seat that was offered"),
    "open_seat": _l("took an open seat"),
    "no_answer": _l("the offer ran out"),
    "too_late": _l("a seat would come too late"),
    "cancelled": _l("cannot come"),
    "cannot_after_change": _l("cannot come after the change"),
    "called_off": _l("the event was called off"),
    "approved": _l("approved"),
    "declined_by_organizer": _l("declined"),
    "slot_changed": _l("moved to another slot"),
    "main_seat_given_up": _l("gave up the seat at the main event"),
    "drawn": _l("drawn by lot"),
    "not_drawn": _l("not drawn"),
    "import": _l("from a list"),
    "import_over_capacity": _l("from a list, beyond the seats"),
    "walk_in": _l("came to the door"),
    "walk_in_over_capacity": _l("came to the door, beyond the seats"),
}


def deed(kind: str, details: Mapping[str, Any], person: str = "") -> str:
    """What was done, as a sentence without its subject."""
    if kind in _MANY and (kind not in SENTENCES or "count" in details):
        return _MANY[kind](int(details.get("count", 0)))
    if kind not in SENTENCES:
        return kind
    role, reason = str(details.get("role", "")), str(details.get("reason", ""))
    words: dict[str, str] = defaultdict(str, {k: str(v) for k, v in details.items()})
    words["person"] = person or str(details.get("name", "")) or _("somebody who has left")
    words["email"] = words["email"] or words["person"]  # who is asked by name has no address here
    words["role"] = str(ROLES.get(role, role))
    words["reason"] = reason_name(reason)
    return str(SENTENCES[kind]) % words


def reason_name(code: str) -> str:
    """Why something happened, in the reader's language; nothing for a reason without words."""
    return str(REMOVALS.get(code) or REASONS.get(code) or "")


def kind_codes(kind: str) -> tuple[str, ...]:
    """The deeds of one kind; none for a kind there is not."""
    return tuple(_KIND_CODES.get(kind, ()))
