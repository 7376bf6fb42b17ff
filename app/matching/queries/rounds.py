"""Who sits with whom."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from app.accounts.models import User
from app.connections.people import visible_people
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat
from app.moderation.queries import kept_apart


def rounds_of(event: Event) -> list[Round]:
    """The plan of the evening, with everybody's seat."""
    query = (
        sa.select(Round)
        .options(selectinload(Round.seats).joinedload(Seat.member))
        .where(Round.event_id == event.id)
        .order_by(Round.number)
    )
    return list(db.session.scalars(query))


def table_mates(event: Event, member: User) -> list[User]:
    """Everyone `member` sat with in the rounds that took place, without those kept apart."""
    mine, theirs = aliased(Seat), aliased(Seat)
    query = (
        sa.select(User)
        .join(theirs, theirs.member_id == User.id)
        .join(
            mine,
            sa.and_(mine.round_id == theirs.round_id, mine.table_no == theirs.table_no),
        )
        .join(Round, Round.id == mine.round_id)
        .where(Round.event_id == event.id, Round.began_at.is_not(None))
        .where(mine.member_id == member.id, User.id != member.id)
        .where(User.id.not_in(kept_apart(member)), User.disabled_at.is_(None))
        .order_by(User.id)
        .distinct()
    )
    return list(db.session.scalars(query))


def seat_of(round_: Round, member: User) -> tuple[int, list[User]] | None:
    """`member`'s table in a round, and who else sits there, as far as `member` may see them."""
    table = next((seat.table_no for seat in round_.seats if seat.member_id == member.id), None)
    if table is None:
        return None
    ids = [s.member_id for s in round_.seats if s.table_no == table and s.member_id != member.id]
    mates = visible_people(member).where(User.id.in_(ids)).order_by(User.id)
    return table, list(db.session.scalars(mates))
