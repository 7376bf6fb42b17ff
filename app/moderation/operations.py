"""Keeping apart: one person decides, both are spared."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.models import Block, Report
from app.moderation.rules import MOST_A_DAY

DAY = timedelta(days=1)


class CannotBlockYourself(Refused):
    message = _l("You cannot block yourself.")


class ReportedEnough(Refused):
    message = _l("That is a lot of reports for one day. In an emergency call 110 or 119.")
    status = 429


class HasLeft(Refused):
    message = _l("This person is no longer here.")


def require_few_reports(by: User, at: datetime) -> None:
    """Hold the reporter, so that many at once are counted too. Raises ReportedEnough."""
    db.session.execute(sa.select(User.id).where(User.id == by.id).with_for_update(key_share=True))
    lately = sa.select(Report.id).where(Report.by_id == by.id, Report.at > at - DAY)
    if len(db.session.scalars(lately.limit(MOST_A_DAY)).all()) == MOST_A_DAY:
        raise ReportedEnough


def hold_blocks(*people: User) -> bool:
    """Let no block come between `people` before this transaction ends; wait for one under way.

    Returns whether all of them are still here.
    """
    ids = {person.id for person in people}
    held = sa.select(User.id).where(User.id.in_(ids)).order_by(User.id)
    return set(db.session.scalars(held.with_for_update(key_share=True))) == ids


def block(by: User, other: User, *, at: datetime) -> None:
    """Keep the two apart from now on. Repeating it changes nothing; the other hears nothing.

    Locks both. Raises CannotBlockYourself, HasLeft.
    """
    if by.id == other.id:
        raise CannotBlockYourself
    if not hold_blocks(by, other):
        raise HasLeft
    row = insert(Block).values(blocker_id=by.id, blocked_id=other.id, blocked_at=at)
    db.session.execute(row.on_conflict_do_nothing())


def unblock(by: User, other: User) -> None:
    """Take back `by`'s own block; one the other has made stays."""
    db.session.execute(
        sa.delete(Block).where(Block.blocker_id == by.id, Block.blocked_id == other.id)
    )
