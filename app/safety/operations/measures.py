"""What moderators do about a report. Each step is written down in the same transaction."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.exclusion import let_back_in, shut_out
from app.accounts.models import User
from app.groups.models import Group
from app.groups.operations import Unwelcome, ban
from app.introductions.operations import settle_trouble
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.models import AskingPause, Measure, Report
from app.moderation.rules import Deed, State
from app.safety import mails
from app.safety.operations.leaving import give_up_places
from app.safety.queries import has_opened

PAUSE = timedelta(days=90)


class NobodyLeft(Refused):
    message = _l("This account has been closed. There is nobody left to act upon.")


class WordsMissing(Refused):
    message = _l("Please write what is to be told.")


class Overtaken(Refused):
    message = _l("Somebody else was faster. Please look again.")


def look_at(report: Report, *, by: User, at: datetime) -> None:
    """Write down that somebody reads a report; once, as long as they read it."""
    if not has_opened(report, by, at):
        _write(report, Deed.LOOKED_AT, "", by, at)


def act(report: Report, deed: Deed, words: str, *, by: User, at: datetime) -> Measure:
    """Do something about a report: note, warn, pause asking, ban from the group, shut out.

    Raises NobodyLeft, WordsMissing, and what groups.operations.ban raises. Locks the report.
    """
    lock(report)
    person = db.session.get(User, report.about_id) if report.about_id else None
    if person is None and deed != Deed.NOTED:
        raise NobodyLeft
    if deed in (Deed.NOTED, Deed.WARNED) and not words:
        raise WordsMissing
    measure = _write(report, deed, words, by, at)
    if person is not None and deed in _EFFECTS:
        _EFFECTS[deed](report, person, measure)
    return measure


def settle(report: Report, words: str, *, by: User, at: datetime) -> None:
    """Close a report; its writer hears that it has been looked at, an introducer no more than that.

    Raises Overtaken.
    """
    _move(report, State.OPEN, State.SETTLED, at)
    _write(report, Deed.SETTLED, words, by, at)
    mails.settled(report, at=at)
    settle_trouble(report, by=by, at=at)


def reopen(report: Report, *, by: User, at: datetime) -> None:
    """Look at a report once more. Raises Overtaken."""
    _move(report, State.SETTLED, State.OPEN, None)
    _write(report, Deed.REOPENED, "", by, at)


def _move(report: Report, before: State, after: State, settled_at: datetime | None) -> None:
    change = (
        sa.update(Report)
        .where(Report.id == report.id, Report.state == before, Report.version == report.version)
        .values(state=after, version=report.version + 1, settled_at=settled_at)
        .returning(Report.id)
    )
    if db.session.scalars(change).one_or_none() is None:
        raise Overtaken
    db.session.refresh(report, ["state", "version", "settled_at"])


def _write(report: Report, deed: Deed, words: str, by: User, at: datetime) -> Measure:
    row = Measure(
        report_id=report.id, about_id=report.about_id, deed=deed, words=words, by_id=by.id, at=at
    )
    row.by = by
    db.session.add(row)
    db.session.flush()
    return row


def _warn(_report: Report, person: User, measure: Measure) -> None:
    mails.warned(measure, person, at=measure.at)


def _pause_asking(_report: Report, person: User, measure: Measure) -> None:
    row = insert(AskingPause).values(
        member_id=person.id, since=measure.at, until=measure.at + PAUSE
    )
    longer = {"since": measure.at, "until": measure.at + PAUSE}
    db.session.execute(
        row.on_conflict_do_update(index_elements=[AskingPause.member_id], set_=longer)
    )


def _allow_asking(_report: Report, person: User, _measure: Measure) -> None:
    db.session.execute(sa.delete(AskingPause).where(AskingPause.member_id == person.id))


def _ban(report: Report, person: User, measure: Measure) -> None:
    group = db.session.get(Group, report.group_id) if report.group_id else None
    if group is None or measure.by is None:
        raise NobodyLeft
    ban(group, Unwelcome(member=person), by=measure.by, at=measure.at)


def _suspend(_report: Report, person: User, measure: Measure) -> None:
    give_up_places(person, at=measure.at)
    shut_out(person, at=measure.at)


def _reinstate(_report: Report, person: User, _measure: Measure) -> None:
    let_back_in(person)


_EFFECTS = {
    Deed.WARNED: _warn,
    Deed.ASKING_PAUSED: _pause_asking,
    Deed.ASKING_ALLOWED: _allow_asking,
    Deed.BANNED: _ban,
    Deed.SUSPENDED: _suspend,
    Deed.REINSTATED: _reinstate,
}
