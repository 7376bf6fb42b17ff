"""What several readers may know of several people: the rules of `people`, in a few statements.

Letters are written a handful at a time. Whatever is said here of many is said there of one; a
test holds the two against each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.connections.models import Connection, Side
from app.connections.people import SHOWN_TO_PARTICIPANTS, Card, card_from
from app.connections.rules import State
from app.events.models import Event
from app.groups.models import Membership
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.moderation.queries import blocks_among
from app.profiles.queries import empty_profile, profiles_in_words
from app.profiles.visibility import Closeness
from app.registrations.models import Registration
from app.registrations.states import State as Standing

Pair = tuple[int, int]
"""Who looks, and at whom."""


def cards_for_each(pairs: Collection[Pair]) -> dict[int, list[Card]]:
    """By reader, cards without tags of those whom they may look at now, by their reading."""
    if not pairs:
        return {}
    owners = _people({owner for _, owner in pairs})
    between = _between(pairs)
    seen = [pair for pair in pairs if pair[1] in owners and between.is_visible(pair, owners)]
    profiles = profiles_in_words({owner for _, owner in seen})
    shares = _granted(seen, between)
    found: dict[int, list[Card]] = defaultdict(list)
    place = {id_: number for number, id_ in enumerate(owners)}
    for viewer, owner in sorted(seen, key=lambda pair: place[pair[1]]):
        card = card_from(
            owners[owner],
            profiles.get(owner) or empty_profile(owner),
            between.closeness((viewer, owner)),
            between.ties.get((viewer, owner)),
            shares.get((viewer, owner), ()),
        )
        found[viewer].append(card)
    return found


def ties_made_at(event_id: int, member_ids: Collection[int]) -> dict[int, list[Connection]]:
    """By member, the ties they made at one event and still have, blocks apart."""
    ends = (Connection.low_id, Connection.high_id)
    query = (
        sa.select(Connection)
        .where(Connection.event_id == event_id, Connection.state == State.ACTIVE)
        .where(sa.or_(*(end.in_(member_ids) for end in ends)))
        .order_by(Connection.connected_at)
    )
    rows = list(db.session.scalars(query))
    apart = blocks_among([id_ for row in rows for id_ in (row.low_id, row.high_id)])
    found: dict[int, list[Connection]] = defaultdict(list)
    for row in rows:
        pair = (row.low_id, row.high_id)
        for member in pair if not apart & {pair, pair[::-1]} else ():
            found[member].append(row)
    return found


def sides_among(connection_ids: Collection[int]) -> dict[Pair, Side]:
    """Every half of these ties, by tie and owner. Each is for its owner's eyes."""
    query = sa.select(Side).where(Side.connection_id.in_(connection_ids))
    return {(side.connection_id, side.owner_id): side for side in db.session.scalars(query)}


def muted_among(member_ids: Collection[int]) -> set[Pair]:
    """Whom each of them does not want to be suggested or reminded of."""
    other = sa.case((Connection.low_id == Side.owner_id, Connection.high_id),
                    else_=Connection.low_id)  # fmt: skip
    query = (
        sa.select(Side.owner_id, other)
        .join(Connection, Connection.id == Side.connection_id)
        .where(Side.owner_id.in_(member_ids), Side.muted_at.is_not(None))
    )
    return _pairs(query)


@dataclass(frozen=True)
class _Between:
    """What lies between readers and others: their ties, blocks, evenings in common, and teams."""

    ties: dict[Pair, Connection]
    apart: set[Pair]
    fellows: set[Pair]
    guests: set[Pair]

    def is_visible(self, pair: Pair, people: Mapping[int, User]) -> bool:
        viewer, owner = pair
        if pair in self.apart or people[owner].disabled_at is not None:
            return False
        if viewer == owner:
            return True
        is_near = self._is_contact(pair) or self._asks(pair) or pair in self.fellows | self.guests
        return people[owner].email_verified_at is not None and is_near

    def closeness(self, pair: Pair) -> Closeness:
        if pair[0] == pair[1]:
            return Closeness.SELF
        is_near = self._is_contact(pair) or pair in self.fellows
        return Closeness.MATCH if is_near else Closeness.MEMBER

    def _is_contact(self, pair: Pair) -> bool:
        return pair in self.ties and self.ties[pair].state == State.ACTIVE

    def _asks(self, pair: Pair) -> bool:
        tie = self.ties.get(pair)
        is_asked = tie is not None and tie.state == State.REQUESTED and tie.ended_at is None
        return tie is not None and is_asked and tie.asked_by_id == pair[1]


def _between(pairs: Collection[Pair]) -> _Between:
    viewers, owners = {viewer for viewer, _ in pairs}, {owner for _, owner in pairs}
    blocks = blocks_among([*viewers | owners])
    return _Between(
        _ties(viewers, owners),
        blocks | {(blocked, blocker) for blocker, blocked in blocks},
        _fellows(viewers, owners),
        _guests(viewers, owners),
    )


def _people(ids: Collection[int]) -> dict[int, User]:
    query = sa.select(User).where(User.id.in_(ids)).order_by(User.reading, User.id)
    return {person.id: person for person in db.session.scalars(query)}


def _ties(viewers: Collection[int], owners: Collection[int]) -> dict[Pair, Connection]:
    low, high = Connection.low_id, Connection.high_id
    query = (
        sa.select(Connection)
        .options(joinedload(Connection.event))
        .where(
            sa.or_(
                sa.and_(low.in_(viewers), high.in_(owners)),
                sa.and_(high.in_(viewers), low.in_(owners)),
            )
        )
    )
    rows = list(db.session.scalars(query))
    return {
        pair: row for row in rows for pair in ((row.low_id, row.high_id), (row.high_id, row.low_id))
    }


def _fellows(viewers: Collection[int], owners: Collection[int]) -> set[Pair]:
    """Who shows themselves at an event a reader is confirmed for as well."""
    mine, theirs = aliased(Registration), aliased(Registration)
    query = (
        sa.select(mine.attendee_id, theirs.attendee_id)
        .join(theirs, theirs.event_id == mine.event_id)
        .where(mine.attendee_id.in_(viewers), mine.state == Standing.CONFIRMED)
        .where(theirs.attendee_id.in_(owners), theirs.state == Standing.CONFIRMED)
        .where(theirs.list_visibility.in_(SHOWN_TO_PARTICIPANTS))
        .distinct()
    )
    return _pairs(query)


def _guests(viewers: Collection[int], owners: Collection[int]) -> set[Pair]:
    """Who is confirmed for an event of a group that a reader runs."""
    query = (
        sa.select(Membership.member_id, Registration.attendee_id)
        .join(Event, Event.group_id == Membership.group_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(Membership.member_id.in_(viewers), Membership.role.in_(list(RUNS_IT)))
        .where(Registration.attendee_id.in_(owners), Registration.state == Standing.CONFIRMED)
        .distinct()
    )
    return _pairs(query)


def _granted(pairs: Iterable[Pair], between: _Between) -> dict[Pair, list[str]]:
    """What each person has granted to each reader: nothing without a tie."""
    active = {
        (tie.id, pair[1]): pair
        for pair in pairs
        if (tie := between.ties.get(pair)) is not None and tie.state == State.ACTIVE
    }
    sides = sides_among({tie_id for tie_id, _ in active})
    return {pair: list(sides[key].shares) for key, pair in active.items() if key in sides}


def _pairs(query: "sa.Select[int, int]") -> set[Pair]:
    return {(one, other) for one, other in db.session.execute(query)}
