"""What a plan of tables starts from: the people, what the organizers want, and what has been."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa

from app.events.models import Event
from app.groups.rules import RUNS_IT
from app.kit.db import db
from app.matching.circles import context_of, learned_for
from app.matching.engine.house import House
from app.matching.engine.house import Round as Tables
from app.matching.engine.people import Person
from app.matching.engine.pool import Pool
from app.matching.engine.rounds import Format
from app.matching.engine.score import World
from app.matching.engine.weights import take_snapshot
from app.matching.models import Round
from app.matching.pairings import Pair, pairs_not_crossing, pairs_ruled
from app.matching.queries.rounds import people_meant, rounds_of
from app.matching.reading import Codebook, people_of
from app.matching.rules.seating import Crossing, PairRule, Wish
from app.moderation.queries import blocks_among
from app.profiles.models import Profile

# Under this many people an evening says little about what is rare.
FEW, COMMUNITY = 20, 120


@dataclass(frozen=True)
class Survey:
    """The floor as it is now. `begun` are never touched; `waiting` are planned again."""

    pool: Pool
    format: Format
    begun: list[Round]
    waiting: list[Round]

    @property
    def past(self) -> list[Tables]:
        """The rounds that have begun, as tables of ids."""
        return [tables_in(round_) for round_ in self.begun]


def survey(event: Event, wish: Wish) -> Survey:
    """Look at who is concerned and what holds for them."""
    rounds = rounds_of(event, is_named=False)
    begun = [one for one in rounds if one.has_begun]
    waiting = [one for one in rounds if not one.has_begun]
    people = people_meant(event, wish.who)
    return Survey(
        pool=pool_at_tables(event, people, apart_at_tables(event, people, wish.crossing)),
        format=Format(
            rounds=max(wish.rounds, len(begun), 1),
            size=wish.size,
            seed=seed_of(event, wish),
            house=House(
                together=frozenset(pairs_ruled(event, people, PairRule.TOGETHER)),
                hosts=frozenset(hosts_among(event, people)) if wish.spreads else frozenset(),
                mixes=wish.mixes,
                locked={
                    one.number: tuple(one.tables[number] for number in sorted(one.locked))
                    for one in waiting
                    if one.locked
                },
            ),
        ),
        begun=begun,
        waiting=waiting,
    )


def pool_at_tables(event: Event, people: set[int], apart: frozenset[Pair]) -> Pool:
    """These people as the engine sees them; at a table nobody is left out who came.

    Where nobody may sell, who sells elsewhere is a guest like any other.
    """
    context, codes = context_of(event), Codebook()
    persons = people_of(people, codes, keep=True, sells=not context.no_sales)
    snapshot = take_snapshot(_crowd(persons, codes))
    return Pool(persons, World(context, snapshot, learned=learned_for(event)), apart=apart)


def apart_at_tables(event: Event, people: set[int], crossing: Crossing) -> frozenset[Pair]:
    """The pairs that may not sit together, whoever wants it so: the reason is nobody's business."""
    ids = sorted(people)
    ruled = pairs_ruled(event, ids, PairRule.APART)
    return frozenset(blocks_among(ids) | ruled | pairs_not_crossing(event, ids, crossing))


def _crowd(people: tuple[Person, ...], codes: Codebook) -> tuple[Person, ...]:
    """Whose tags tell what is rare: those who come, or the community where they are few."""
    if len(people) >= FEW:
        return people
    known = sa.select(Profile.member_id).order_by(Profile.member_id).limit(COMMUNITY)
    return people_of(db.session.scalars(known).all(), codes, keep=True)


def seed_of(event: Event, wish: Wish) -> int:
    """What chance is drawn from: given, or the evening's own."""
    return event.id if wish.seed is None else wish.seed


def hosts_among(event: Event, people: set[int]) -> set[int]:
    """Those of these people who run the evening."""
    team = {one.member_id for one in event.group.team if one.role in RUNS_IT}
    return (team | {event.host_id or 0}) & people


def tables_in(round_: Round) -> Tables:
    """The tables of a round as ids."""
    return tuple(round_.tables.values())


def times_met(rounds: list[Round]) -> Counter[Pair]:
    """How often each two, the lower id first, sit together in these rounds."""
    return Counter(
        pair
        for one in rounds
        for table in one.tables.values()
        for pair in combinations(sorted(table), 2)
    )
