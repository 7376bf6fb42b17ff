"""Whom people should have met at an evening, and did not."""

from collections.abc import Collection, Mapping, Sequence
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
from app.matching.queries.matches import Match, Pick, matches_for_each
from app.matching.queries.rounds import table_mates_of_each
from app.matching.rules.listing import SHORT, Came
from app.moderation.queries import kept_apart

# Up to so many people everybody is compared with everybody, once for a whole handful of readers.
TOGETHER = 300
# Some of the best have nothing that may be named: look so many times further than asked.
FURTHER = 3


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
    if len(pool) <= AT_ONCE or (len(pool) <= TOGETHER and len(readers) > 1):
        found = _compared(event, readers, pool, mates, at, limit)
    else:
        found = {
            reader.id: _looked_up(event, reader, pool - mates.get(reader.id, set()), at, limit)
            for reader in readers
        }
    return {member.id: found.get(member.id, []) for member in members}


def _compared(
    event: Event,
    readers: Sequence[User],
    pool: Collection[int],
    mates: dict[int, set[int]],
    at: datetime,
    limit: int,
) -> dict[int, list[Match]]:
    """Everybody's list at once: who has met, or is kept apart, is on no list of the other's."""
    if not readers:
        return {}
    everybody = circle(event, pool, at=at)
    lists = suggest(everybody.pool, k=FURTHER * limit, seed=event.id)
    met = met_by_each([reader.id for reader in readers], at)
    picked = {
        reader.id: [
            Pick(one.person, Came.CHANCE if one.by_chance else Came.BEST)
            for one in lists.of(reader.id)
            if one.person not in mates.get(reader.id, ()) and (reader.id, one.person) not in met
        ]
        for reader in readers
    }
    return _told(picked, everybody, limit)


def _looked_up(event: Event, reader: User, pool: set[int], at: datetime, limit: int) -> list[Match]:
    """One list: of many people those who come into question for it."""
    apart = set(db.session.scalars(kept_apart(reader)))
    among = _narrowed(event, reader, pool - apart, at)
    picks, _ = picked_now(reader, among, event.id, FURTHER * limit)
    return _told({reader.id: picks}, among, limit)[reader.id]


def _told(
    picked: Mapping[int, Sequence[Pick]], among: Circle, limit: int
) -> dict[int, list[Match]]:
    """The first `limit` of each list with something to say; more are composed only if they lack."""
    found: dict[int, list[Match]] = {reader: [] for reader in picked}
    for start in range(0, max(map(len, picked.values()), default=0), limit):
        lacking = {
            reader: picks[start : start + limit]
            for reader, picks in picked.items()
            if len(found[reader]) < limit
        }
        for reader, matches in matches_for_each(lacking, among).items():
            found[reader] += [match for match in matches if match.lines and match.is_grounded]
    return {reader: matches[:limit] for reader, matches in found.items()}


def _narrowed(event: Event, reader: User, ids: set[int], at: datetime) -> Circle:
    few = ids if len(ids) <= AT_ONCE else likeliest(reader, one_of(ids), event.id) & ids
    return circle(event, few | {reader.id}, at=at, viewer=reader, is_whole=few == ids)
