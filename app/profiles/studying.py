"""What somebody learns, day by day: a log of their own, read by others only where they allow it."""

from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.kit.db import db, lock
from app.kit.errors import Refused
from app.profiles.models import Profile, StudyNote
from app.profiles.operations import kept_row
from app.profiles.visibility import Closeness

MOST_NOTES = 1_000
MOST_SHOWN = 5
"""So many of the latest lines are read by others."""


class EnoughNotes(Refused):
    message = _l("A thousand lines are as many as we keep. Please take old ones off first.")


def note(profile: Profile, words: str, on: date) -> StudyNote:
    """Write a line about one day. Raises EnoughNotes."""
    kept = lock(kept_row(profile))
    count = sa.select(sa.func.count()).where(StudyNote.member_id == kept.member_id)
    if (db.session.scalar(count) or 0) >= MOST_NOTES:
        raise EnoughNotes
    row = StudyNote(member_id=kept.member_id, on=on, words=words)
    db.session.add(row)
    db.session.flush()
    return row


def drop_note(row: StudyNote) -> None:
    db.session.delete(row)


def notes_of(member_id: int) -> "sa.Select[StudyNote]":
    """The member's own lines, the latest first."""
    mine = sa.select(StudyNote).where(StudyNote.member_id == member_id)
    return mine.order_by(StudyNote.on.desc(), StudyNote.id.desc())


def notes_for(profile: Profile, closeness: Closeness) -> list[StudyNote]:
    """The latest lines that somebody that close may read.

    Nothing where what one learns is hidden.
    """
    if not (profile.shows("study_log", closeness) and profile.shows("learning", closeness)):
        return []
    return list(db.session.scalars(notes_of(profile.member_id).limit(MOST_SHOWN)))
