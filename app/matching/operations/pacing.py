"""How many new people a week, and when it is enough."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.matching.models.lists import Pace
from app.matching.rules.listing import FEWEST_WEEKLY, MOST_WEEKLY, next_week


def set_pace(member: User, weekly: int) -> None:
    """Be shown so many new people a week, within reason."""
    _keep(member, weekly=min(MOST_WEEKLY, max(FEWEST_WEEKLY, weekly)))


def rest(member: User, *, at: datetime) -> None:
    """「今週はこれで十分」: show nobody before the next week begins."""
    _keep(member, rests_until=next_week(at, member.timezone))


def go_on(member: User) -> None:
    """Show people again."""
    _keep(member, rests_until=None)


def _keep(member: User, **values: object) -> None:
    row = insert(Pace).values(member_id=member.id, **values)
    db.session.execute(
        row.on_conflict_do_update(index_elements=[Pace.member_id], set_=values),
        execution_options={"populate_existing": True},
    )
    db.session.expire_all()
