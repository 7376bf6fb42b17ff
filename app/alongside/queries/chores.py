"""The board of chores, as each reader may see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.alongside.models import Chore, Hand
from app.alongside.queries import coming
from app.alongside.rules import HELPS, ChoreState, HandState
from app.events.models import Event
from app.kit.db import db
from app.moderation.queries import kept_apart


@dataclass(frozen=True)
class Line:
    """A chore on the board. `names` are of those who let this reader know that they help."""

    chore: Chore
    hands: int
    done: int
    mine: Hand | None
    names: list[User] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(0, self.chore.wanted - self.hands)


def visible_chores(event: Event) -> sa.Select[Chore]:
    """The chores on the board of an event, the oldest first."""
    return (
        sa.select(Chore)
        .options(joinedload(Chore.event))
        .where(Chore.event_id == event.id, Chore.state == ChoreState.OPEN)
        .order_by(Chore.named_at, Chore.id)
    )


def board_of(event: Event, reader: User, *, runs_it: bool) -> list[Line]:
    """The board as `reader` sees it: names only for those who run the event, as allowed."""
    return _lines(event, db.session.scalars(visible_chores(event)).all(), reader, runs_it)


def line_of(chore: Chore, reader: User, *, runs_it: bool) -> Line:
    """One chore as it stands on the board of `reader`."""
    [line] = _lines(chore.event, [chore], reader, runs_it)
    return line


def hand_of(chore: Chore, member: User) -> Hand | None:
    """The part of `member` in a chore, as long as they have one."""
    query = sa.select(Hand).where(
        Hand.chore_id == chore.id, Hand.member_id == member.id, Hand.state.in_(HELPS)
    )
    return db.session.scalars(query).one_or_none()


def gone_from(chore: Chore) -> list[Hand]:
    """Those who had taken it and no longer come; what is done stays done."""
    query = sa.select(Hand).where(
        Hand.chore_id == chore.id,
        Hand.state == HandState.TAKEN,
        Hand.member_id.not_in(coming(chore.event_id)),
    )
    return list(db.session.scalars(query))


def open_by(event: Event, member: User) -> int:
    """How many chores on the board `member` has named."""
    query = sa.select(sa.func.count()).where(
        Chore.event_id == event.id,
        Chore.state == ChoreState.OPEN,
        Chore.named_by_id == member.id,
    )
    return db.session.scalars(query).one()


def number_on_board(event: Event) -> int:
    query = sa.select(sa.func.count()).where(
        Chore.event_id == event.id, Chore.state == ChoreState.OPEN
    )
    return db.session.scalars(query).one()


def taken_by(member: User, *, at: datetime) -> list[Hand]:
    """What `member` has said they would do at events to come, the next one first."""
    mine = _own(member, HandState.TAKEN).where(Chore.state == ChoreState.OPEN, Event.ends_at > at)
    return list(db.session.scalars(mine.order_by(Event.starts_at, Hand.id)))


def done_by(member: User) -> list[Hand]:
    """What `member` has done for events, the latest first."""
    done = _own(member, HandState.DONE).order_by(Event.starts_at.desc(), Hand.id.desc())
    return list(db.session.scalars(done))


def _own(member: User, state: HandState) -> sa.Select[Hand]:
    return (
        sa.select(Hand)
        .join(Hand.chore)
        .join(Chore.event)
        .options(contains_eager(Hand.chore).contains_eager(Chore.event))
        .where(Hand.member_id == member.id, Hand.state == state)
    )


def helpers_of(chore: Chore) -> list[Hand]:
    """Everybody who has taken a chore, done or not, with who they are."""
    query = (
        sa.select(Hand)
        .options(joinedload(Hand.member))
        .where(Hand.chore_id == chore.id, Hand.state.in_(HELPS))
        .order_by(Hand.id)
    )
    return list(db.session.scalars(query))


def _hands(event: Event) -> defaultdict[int, list[Hand]]:
    """Who helps at an event, by chore; whoever no longer comes only where it is done."""
    query = (
        sa.select(Hand)
        .join(Hand.chore)
        .options(joinedload(Hand.member))
        .where(Chore.event_id == event.id, Chore.state == ChoreState.OPEN)
        .where(
            sa.or_(
                Hand.state == HandState.DONE,
                sa.and_(Hand.state == HandState.TAKEN, Hand.member_id.in_(coming(event.id))),
            )
        )
        .order_by(Hand.id)
    )
    found: defaultdict[int, list[Hand]] = defaultdict(list)
    for hand in db.session.scalars(query):
        found[hand.chore_id].append(hand)
    return found


def _lines(event: Event, chores: Sequence[Chore], reader: User, runs_it: bool) -> list[Line]:
    hands = _hands(event)
    apart = set(db.session.scalars(kept_apart(reader))) if runs_it and hands else set()
    return [_line(chore, hands[chore.id], reader, apart, runs_it) for chore in chores]


def _line(
    chore: Chore, hands: Sequence[Hand], reader: User, apart: set[int], runs_it: bool
) -> Line:
    named = [one.member for one in hands if one.shows_name and one.member_id not in apart]
    return Line(
        chore,
        len(hands),
        sum(one.state == HandState.DONE for one in hands),
        next((one for one in hands if one.member_id == reader.id), None),
        named if runs_it else [],
    )
