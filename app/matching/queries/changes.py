"""What could be done by hand with one person's place, and what it would cost."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa

from app.accounts.folding import folded
from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat, Seating
from app.matching.pairings import Pair
from app.matching.queries.rounds import people_meant
from app.matching.rules.changing import Change, Tables, changed, table_of, weigh
from app.matching.rules.mending import TRIO
from app.matching.surveys import apart_at_tables, pool_at_tables

SWAPS_SHOWN, MOVES_SHOWN = 12, 8


@dataclass(frozen=True)
class Prospect:
    """What may be done with a person in a round, the best first. `worth` is that of the round.

    What is not possible is not there, and nobody is told why: a table may be full, or somebody
    there kept apart.
    """

    round: Round
    person: User
    table: int | None
    moves: list[Change]
    swaps: list[Change]
    worth: float
    people: dict[int, User]

    def share(self, change: Change) -> int:
        """What the change gains or loses, in hundredths of what the round is worth."""
        return round(100 * change.gain / self.worth) if self.worth else 0


def prospect(
    event: Event, seating: Seating, round_: Round, person: User, wanted: str = ""
) -> Prospect:
    """What may be done with `person`; `wanted` is part of a name to change places with."""
    people = {seat.member_id: seat.member for seat in round_.seats} | {person.id: person}
    scale = _Scale.of(event, seating, round_, set(people))
    here = table_of(scale.tables, person.id)
    sought = {id_ for id_, one in people.items() if _is_called(one, wanted)}
    swaps = scale.swaps(person.id, sought) if here is not None else iter(())
    moves = scale.moves(person.id, most=max(TRIO, seating.size))
    return Prospect(
        round=round_,
        person=person,
        table=here,
        moves=_best(moves, MOVES_SHOWN),
        swaps=_best(swaps, SWAPS_SHOWN),
        worth=scale.whole,
        people=people,
    )


def seatable(event: Event, seating: Seating) -> "sa.Select[User]":
    """Everybody who may have a place in a round that is not over."""
    seated = sa.select(Seat.member_id).join(Round).where(Round.event_id == event.id)
    meant = people_meant(event, seating.who)
    return sa.select(User).where(sa.or_(User.id.in_(seated), User.id.in_(meant)))


@dataclass(frozen=True)
class _Scale:
    """One round with what it takes to weigh a change of it."""

    tables: Tables
    place: dict[int, int]
    points: list[list[float]]
    met: frozenset[Pair]
    apart: frozenset[Pair]

    @classmethod
    def of(cls, event: Event, seating: Seating, round_: Round, people: set[int]) -> "_Scale":
        apart = apart_at_tables(event, people, seating.crossing)
        pool = pool_at_tables(event, people, apart)
        points, met = pool.scores.tolist(), _met_elsewhere(event, round_)
        return cls(round_.tables, pool.place, points, met, apart)

    @property
    def whole(self) -> float:
        """What the round is worth as it stands."""
        return weigh({}, self.tables, self._worth, self._has_met)[0]

    def moves(self, person: int, *, most: int) -> Iterator[Change]:
        here = table_of(self.tables, person)
        for number, table in self.tables.items():
            if number != here and len(table) < most:
                yield from self._weighed(person, number)

    def swaps(self, person: int, wanted: set[int]) -> Iterator[Change]:
        here = table_of(self.tables, person)
        for number, table in self.tables.items():
            for other in table if number != here else ():
                if other in wanted:
                    yield from self._weighed(person, number, other)

    def _weighed(self, person: int, to: int, other: int | None = None) -> Iterator[Change]:
        """The change with its cost, if it is possible."""
        touched = {table_of(self.tables, person), to}
        before = {it: table for it, table in self.tables.items() if it in touched}
        after = changed(before, person, to, other)
        if all(self._is_fine(table) for table in after.values()):
            gain, again = weigh(before, after, self._worth, self._has_met)
            yield Change(person, to, other, gain, again)

    def _is_fine(self, table: tuple[int, ...]) -> bool:
        pairs = combinations(table, 2)
        return len(table) > 1 and not any({it, it[::-1]} & self.apart for it in pairs)

    def _worth(self, a: int, b: int) -> float:
        return self.points[self.place[a]][self.place[b]]

    def _has_met(self, pair: Pair) -> bool:
        return pair in self.met


def _met_elsewhere(event: Event, round_: Round) -> frozenset[Pair]:
    """The pairs, the lower id first, who sit together in another round of the evening."""
    query = (
        sa.select(Seat.round_id, Seat.table_no, Seat.member_id)
        .join(Round, Round.id == Seat.round_id)
        .where(Round.event_id == event.id, Round.id != round_.id)
        .order_by(Seat.member_id)
    )
    tables: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for round_id, table_no, member_id in db.session.execute(query):
        tables[round_id, table_no].append(member_id)
    return frozenset(pair for table in tables.values() for pair in combinations(table, 2))


def _best(changes: Iterator[Change], most: int) -> list[Change]:
    return sorted(changes, key=lambda it: (len(it.again), -it.gain, it.table or 0))[:most]


def _is_called(person: User, wanted: str) -> bool:
    name = folded(person.full_name + person.reading)
    return all(folded(word) in name for word in wanted.split())
