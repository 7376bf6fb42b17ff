"""Whom people should have met at an evening, and did not."""

from collections.abc import Collection, Sequence
from datetime import datetime

from app.accounts.models import User
from app.attendance.queries import came_ids
from app.events.models import Event
from app.kit.db import db
from app.matching.acquaintance import met_by_each
from app.matching.circles import Circle, circle
from app.matching.engine.suggest import suggest
from app.matching.queries.listed import AT_ONCE, likeliest, one_of, picked_now
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.matches import Match, Pick, matches_for, matches_for_each
from app.matching.queries.rounds import table_mates_of_each
from app.matching.rules.listing import SHORT, Came
from app.moderation.queries import kept_apart

# Up to so many people everybody is compared with everybody, once for a whole handful of readers.
TOGETHER = 300


def missed(event: Event, member: User, *, at: datetime, limit: int = SHORT) -> list[Match]:
    """People who came, whom `member` did not sit with or connect with, and should have met."""
    return missed_by_each(event, [member], at=at, limit=limit)[member.id]


def missed_by_each(
    event: Event, members: Sequence[User], *, at: datetime, limit: int = SHORT
) -> dict[int, list[Match]]:
    """The same for several members, by member."""
    pool = who_shows_themselves(event) & came_ids(event)
    readers = [member for member in members if member.id in pool]
    mates = table_mates_of_each(event.id, [reader.id for reader in readers])
    # Some of the best have nothing that may be named: look a little further than asked.
    most = 3 * limit
    if len(pool) <= AT_ONCE or (len(pool) <= TOGETHER and len(readers) > 1):
        found = _compared(event, readers, pool, mates, at, most)
    else:
        found = {
            reader.id: _looked_up(event, reader, pool - mates.get(reader.id, set()), at, most)
            for reader in readers
        }
    return {
        member.id: [m for m in found.get(member.id, []) if m.lines and m.is_grounded][:limit]
        for member in members
    }


def _compared(
    event: Event,
    readers: Sequence[User],
    pool: Collection[int],
    mates: dict[int, set[int]],
    at: datetime,
    most: int,
) -> dict[int, list[Match]]:
    """Everybody's list at once: who has met, or is kept apart, is on no list of the other's."""
    if not readers:
        return {}
    everybody = circle(event, pool, at=at)
    lists = suggest(everybody.pool, k=most, seed=event.id)
    met = met_by_each([reader.id for reader in readers], at)
    picked = {
        reader.id: [
            Pick(one.person, Came.CHANCE if one.by_chance else Came.BEST)
            for one in lists.of(reader.id)
            if one.person not in mates.get(reader.id, ()) and (reader.id, one.person) not in met
        ]
        for reader in readers
    }
    return matches_for_each(picked, everybody)


def _looked_up(event: Event, reader: User, pool: set[int], at: datetime, most: int) -> list[Match]:
    """One list: of many people those who come into question for it."""
    apart = set(db.session.scalars(kept_apart(reader)))
    among = _narrowed(event, reader, pool - apart, at)
    picks, _ = picked_now(reader, among, event.id, most)
    return matches_for(reader, picks, among)


def _narrowed(event: Event, reader: User, ids: set[int], at: datetime) -> Circle:
    few = ids if len(ids) <= AT_ONCE else likeliest(reader, one_of(ids), event.id) & ids
    return circle(event, few | {reader.id}, at=at, viewer=reader, is_whole=few == ids)
