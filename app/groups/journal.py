"""Who did what in a group: written down where it happens, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from app.accounts.models import User
from app.groups.models import Action, Group
from app.kit.db import db


class Deed(StrEnum):
    """What an organizer can have done. Its details stand beside it."""

    # The group and those who run it.
    GROUP_REVISED = "group_revised"
    TEAM_INVITED = "team_invited"  # email or member_id, role
    TEAM_INVITATION_WITHDRAWN = "team_invitation_withdrawn"  # email or member_id
    TEAM_JOINED = "team_joined"  # role
    ROLE_GIVEN = "role_given"  # member_id, role
    MEMBER_DISMISSED = "member_dismissed"  # member_id
    BANNED = "banned"  # member_id or name
    UNBANNED = "unbanned"  # member_id or name
    # Events.
    DRAFTED = "drafted"
    PUBLISHED = "published"
    REVISED = "revised"
    CALLED_OFF = "called_off"
    NOTICE_CHANGED = "notice_changed"
    ASKED_AGAIN = "asked_again"  # count
    QUESTIONS_CHANGED = "questions_changed"
    INVITED = "invited"  # count
    UNINVITED = "uninvited"  # count
    SERIES_BEGUN = "series_begun"
    SERIES_REVISED = "series_revised"  # count
    SERIES_ENDED = "series_ended"
    # Registrations; many at once give `count`, one gives `member_id`.
    CONFIRMED = "confirmed"  # member_id or count
    WAITLISTED = "waitlisted"  # member_id or count
    DECLINED = "declined"  # member_id or count
    REMOVED = "removed"  # member_id or count, reason
    SLOT_CHANGED = "slot_changed"  # member_id or count, slot
    NOTED = "noted"  # member_id
    NOMINATED = "nominated"  # member_id
    UNNOMINATED = "unnominated"  # member_id
    DRAWN = "drawn"  # slot, count
    LIST_IMPORTED = "list_imported"  # count
    PROGRAMME_IMPORTED = "programme_imported"  # count
    PROGRAMME_UNDONE = "programme_undone"  # count
    # Who came.
    ATTENDANCE_CLOSED = "attendance_closed"  # count
    ATTENDANCE_REOPENED = "attendance_reopened"
    COUNTED_AS_COME = "counted_as_come"  # member_id
    EXCUSED = "excused"  # member_id
    CLAIM_DECLINED = "claim_declined"  # member_id
    ATTENDANCE_UNDONE = "attendance_undone"  # member_id
    WROTE_RECAP = "wrote_recap"
    IDENTITY_CHECKED = "identity_checked"  # member_id
    IDENTITY_CHECK_ENDED = "identity_check_ended"  # member_id
    # Tables.
    ROUNDS_PLANNED = "rounds_planned"  # count
    ROUND_BEGUN = "round_begun"  # number
    ROUND_ENDED = "round_ended"  # number
    ROUND_TAKEN_BACK = "round_taken_back"  # number
    SEAT_CHANGED = "seat_changed"  # number, member_id
    PAIR_RULED = "pair_ruled"
    PAIR_FREED = "pair_freed"
    THEME_SET = "theme_set"
    # What suggestions have learned.
    LESSON_SET_ASIDE = "lesson_set_aside"
    LESSON_TAKEN_UP = "lesson_taken_up"
    # Announcements.
    ANNOUNCED = "announced"  # subject, count
    ANNOUNCEMENT_SCHEDULED = "announcement_scheduled"  # subject
    ANNOUNCEMENT_WITHDRAWN = "announcement_withdrawn"  # subject


class Evening(Protocol):
    """As much of an event as a line needs to name it later, even when it is gone."""

    public_id: str
    title: str


def note(
    group: Group,
    kind: Deed,
    *,
    by: User | None,
    at: datetime,
    event: Evening | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down that `by` did `kind`. People are given by id, so that who leaves is forgotten."""
    told = dict(details or {})
    if event is not None:
        told["title"] = event.title
    db.session.add(
        Action(
            group_id=group.id,
            event_name=event.public_id if event is not None else "",
            actor_id=by.id if by is not None else None,
            kind=kind,
            details=told,
            at=at,
        )
    )
