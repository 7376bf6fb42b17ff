"""What becomes of chores and meals when somebody closes their account."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.alongside.models import Chore, Hand
from app.alongside.operations.meals import call_off
from app.alongside.queries.meals import standing_proposals
from app.alongside.rules import HELPS
from app.kit.db import db


def leave_all(member: User, *, at: datetime) -> None:
    """Call off the meals that `member` proposes, and take away what nobody else has a part in.

    A chore they have named and others do, or have done, stays with its words and without them.
    """
    for meal in standing_proposals(member, at):
        if meal.stands:
            call_off(meal, by=member, at=at)
    others = sa.exists().where(
        Hand.chore_id == Chore.id, Hand.member_id != member.id, Hand.state.in_(HELPS)
    )
    gone = sa.delete(Chore).where(Chore.named_by_id == member.id, ~others)
    db.session.execute(gone, execution_options={"synchronize_session": False})
