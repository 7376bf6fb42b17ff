"""Keeping apart: one person decides, both are spared."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.models import Block


class CannotBlockYourself(Refused):
    message = _l("You cannot block yourself.")


class HasLeft(Refused):
    message = _l("This person is no longer here.")


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
