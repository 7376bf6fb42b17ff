"""What could be done by hand with one person's place, and what it would cost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import sqlalchemy as sa

from app.accounts.folding import folded
from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.matching.models import Round, Seat, Seating
from app.matching.pairings import Pair
from app.matching.queries.listed import answering, one_of
from app.matching.queries.rounds import people_meant
from app.matching.reading import among
from app.matching.rules.changing import Change, Tables, changed, table_of, weighed
from app.matching.rules.mending import TRIO
from app.matching.surveys import apart_at_tables, pool_at_tables

SWAPS_SHOWN, MOVES_SHOWN = 12, 8
# At more tables than seat so many people, those are looked at that promise most.
LOOKED_AT = 60


@dataclass(frozen=True)
class Prospect:
    """What may be done with a person in a round, the best first.

    What is not possible is not there, and nobody is told why: a table may be full, or somebody
    there kept apart. `is_part`: there are more tables than were looked at. `people` are those at
    the tables that were.
    """

    round: Round
    person: User
    table: int | None
    moves: list[Change]
    swaps: list[Change]
    people: dict[int, User]
    is_part: bool


def prospect(
    event: Event, seating: Seating, round_: Round, person: User, wanted: str = ""
) -> Prospect:
    """What may be done with `person`; `wanted` is part of a name to change places with."""
    most = max(TRIO, seating.size)
    here = round_.table_of(person.id)
    sought = _called(round_, wanted) if wanted.strip() else None
    tables = _looked_at(round_, person, most, sought)
    scale = _Scale.of(event, seating, round_, tables, person)
    swaps = scale.swaps(person.id, sought) if here is not None else iter(())
    return Prospect(
        round=round_,
        person=person,
        table=here,
        moves=_best(scale.moves(person.id, most=most), MOVES_SHOWN),
        swaps=_best(swaps, SWAPS_SHOWN),
        people=_users(scale.place),
        is_part=len(tables) < len(round_.tables),
    )


def _looked_at(round_: Round, person: User, most: int, sought: set[int] | None) -> Tables:
    """The tables to look at: one's own, those with room, and those that promise most."""
    whole = round_.tables
    at = {member: number for number, table in whole.items() for member in table}
    roomy = [number for number, table in whole.items() if len(table) < most][:MOVES_SHOWN]
    if len(at) <= LOOKED_AT:
        return whole
    first = sorted(sought) if sought is not None else _promising(person, at, round_.seed)
    order = dict.fromkeys([*roomy, *(at[it] for it in first), *whole])
    kept = {at[person.id]: whole[at[person.id]]} if person.id in at else {}
    for number in order:
        if sum(map(len, kept.values())) < LOOKED_AT:
            kept[number] = whole[number]
    return kept


def _promising(person: User, ids: Iterable[int], seed: int) -> list[int]:
    """Those whose words answer to the person's, most of them first."""
    query = answering(person, one_of(list(ids)), seed).limit(LOOKED_AT)
    return list(db.session.scalars(query))


def _called(round_: Round, wanted: str) -> set[int]:
    """Those in a round whose name holds these words, as many as are shown."""
    seated = [seat.member_id for seat in round_.seats]
    names = sa.select(User.id, User.family_name, User.given_name, User.reading)
    rows = db.session.execute(names.where(among(User.id, seated)).order_by(User.id))
    words = [folded(word) for word in wanted.split()]
    found = (
        id_
        for id_, family, given, reading in rows
        if all(word in folded(family + given + reading) for word in words)
    )
    return set(list(found)[:LOOKED_AT])


def _users(ids: Iterable[int]) -> dict[int, User]:
    query = sa.select(User).where(among(User.id, list(ids)))
    return {user.id: user for user in db.session.scalars(query)}


def seatable(event: Event, seating: Seating) -> "sa.Select[User]":
    """Everybody who may have a place in a round that is not over."""
    seated = sa.select(Seat.member_id).join(Round).where(Round.event_id == event.id)
    meant = people_meant(event, seating.who)
    return sa.select(User).where(sa.or_(User.id.in_(seated), among(User.id, meant)))


@dataclass(frozen=True)
class _Scale:
    """Tables of one round with what it takes to weigh a change of them."""

    tables: Tables
    place: dict[int, int]
    points: list[list[float]]
    met: frozenset[Pair]
    apart: frozenset[Pair]

    @classmethod
    def of(
        cls, event: Event, seating: Seating, round_: Round, tables: Tables, person: User
    ) -> "_Scale":
        people = {person.id, *chain.from_iterable(tables.values())}
        apart = apart_at_tables(event, people, seating.crossing)
        pool = pool_at_tables(event, people, apart)
        met = _met_elsewhere(event, round_, people)
        return cls(tables, pool.place, pool.scores.tolist(), met, apart)

    def moves(self, person: int, *, most: int) -> Iterator[Change]:
        here = table_of(self.tables, person)
        for number, table in self.tables.items():
            if number != here and len(table) < most:
                yield from self._weighed(person, number)

    def swaps(self, person: int, wanted: set[int] | None) -> Iterator[Change]:
        here = table_of(self.tables, person)
        for number, table in self.tables.items():
            for other in table if number != here else ():
                if wanted is None or other in wanted:
                    yield from self._weighed(person, number, other)

    def _weighed(self, person: int, to: int, other: int | None = None) -> Iterator[Change]:
        """The change with its cost, if it is possible."""
        touched = {table_of(self.tables, person), to}
        before = {it: table for it, table in self.tables.items() if it in touched}
        after = changed(before, person, to, other)
        if all(self._is_fine(table) for table in after.values()):
            yield weighed(Change(person, to, other), before, after, self._worth, self._has_met)

    def _is_fine(self, table: tuple[int, ...]) -> bool:
        pairs = combinations(table, 2)
        return len(table) > 1 and not any({it, it[::-1]} & self.apart for it in pairs)

    def _worth(self, a: int, b: int) -> float:
        return self.points[self.place[a]][self.place[b]]

    def _has_met(self, pair: Pair) -> bool:
        return pair in self.met


def _met_elsewhere(event: Event, round_: Round, people: set[int]) -> frozenset[Pair]:
    """The pairs of these, the lower id first, who sit together in another round of the evening."""
    query = (
        sa.select(Seat.round_id, Seat.table_no, Seat.member_id)
        .join(Round, Round.id == Seat.round_id)
        .where(Round.event_id == event.id, Round.id != round_.id)
        .where(among(Seat.member_id, people))
        .order_by(Seat.member_id)
    )
    tables: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for round_id, table_no, member_id in db.session.execute(query):
        tables[round_id, table_no].append(member_id)
    return frozenset(pair for table in tables.values() for pair in combinations(table, 2))


def _best(changes: Iterator[Change], most: int) -> list[Change]:
    return sorted(changes, key=lambda it: (len(it.again), -it.gain, it.table or 0))[:most]
