"""Small worlds for the engine's tests: drawn by hypothesis, or plainly made."""

from itertools import combinations

import numpy as np
from hypothesis import Phase, settings
from hypothesis import strategies as st

from app.matching.engine.people import EVERYTHING, Contacts, Context, Facet, Kind, Person, Purpose
from app.matching.engine.pool import Pool
from app.matching.engine.score import World
from app.matching.engine.weights import take_snapshot

thoroughly = settings(max_examples=40, deadline=None, database=None)
# Whole evenings take their time: a first example that fails must do, none smaller is looked for.
briefly = settings(max_examples=15, deadline=None, database=None, phases=(Phase.generate,))

# Few tags, so that people have much in common; the same numbers in every facet, so that a tag
# taken from the wrong facet shows.
TAGS = st.frozensets(st.integers(1, 6), max_size=4)
MAYBE = st.none() | st.integers(1, 3)
PURPOSES = st.frozensets(st.sampled_from([purpose.value for purpose in Purpose]), max_size=3)
SELDOM = st.sampled_from([False] * 7 + [True])
SHOWN = st.frozensets(st.sampled_from(list(Facet)))


def some_people(least: int = 2, most: int = 8, **fixed: st.SearchStrategy) -> st.SearchStrategy:
    fields = {
        "interests": TAGS,
        "hobbies": TAGS,
        "learning": TAGS,
        "offers": TAGS,
        "needs": TAGS,
        "languages": st.sampled_from([frozenset(it) for it in ((1, 2), (1,), (2, 3), ())]),
        "school": MAYBE,
        "hometown": MAYBE,
        "age_group": MAYBE,
        "occupation": MAYBE,
        "industry": MAYBE,
        "purposes": PURPOSES,
        "seller": SELDOM,
        "accepts_sales": st.booleans(),
        "opted_out": SELDOM,
        "shown": SHOWN,
    }
    ids = st.lists(st.integers(1, 99), min_size=least, max_size=most, unique=True)
    return ids.flatmap(
        lambda drawn: st.tuples(
            *(st.builds(Person, id=st.just(it), **{**fields, **fixed}) for it in drawn)
        )
    )


@st.composite
def worlds(draw: st.DrawFn, people: tuple[Person, ...]) -> World:
    context = draw(
        st.builds(
            Context,
            kind=st.sampled_from(Kind),
            topics=TAGS,
            no_sales=SELDOM,
            language=st.sampled_from([None, None, None, 1]),
        )
    )
    contacts = draw(
        st.dictionaries(
            st.sampled_from([person.id for person in people]),
            st.dictionaries(st.integers(200, 204), st.floats(0.1, 5.0), max_size=3),
        )
    )
    degree = draw(st.dictionaries(st.integers(200, 204), st.integers(1, 50)))
    told = draw(st.frozensets(st.tuples(st.integers(200, 204), st.integers(1, 99))))
    return World(context, take_snapshot(people), Contacts(contacts, degree, told))


@st.composite
def pools(draw: st.DrawFn, least: int = 2, most: int = 8) -> Pool:
    people = draw(some_people(least, most))
    ids = st.sampled_from([person.id for person in people])
    pairs = st.frozensets(st.tuples(ids, ids), max_size=6)
    return Pool(
        people,
        draw(worlds(people)),
        apart=draw(pairs),
        met=draw(pairs),
        dismissed=draw(pairs),
        seen=draw(st.dictionaries(st.tuples(ids, ids), st.integers(1, 4), max_size=4)),
        shown_to=draw(st.dictionaries(st.tuples(ids, ids), SHOWN, max_size=3)),
    )


def a_crowd(size: int, *, seed: int = 1, apart: frozenset[tuple[int, int]] = frozenset()) -> Pool:
    """People with Zipf-distributed tags, as communities have them; all may meet all."""
    rng = np.random.default_rng(seed)

    def some(of: int, how_many: int) -> frozenset[int]:
        odds = 1 / np.arange(1, of + 1)
        return frozenset(rng.choice(of, how_many, replace=False, p=odds / odds.sum()).tolist())

    purposes = [purpose.value for purpose in Purpose]
    people = tuple(
        Person(
            id=1000 + number,
            interests=some(2000, int(rng.integers(5, 9))),
            offers=some(1000, 3),
            needs=some(1000, 3),
            hobbies=some(200, 2),
            languages=some(5, 1),
            hometown=int(rng.integers(47)),
            school=int(rng.integers(300)),
            occupation=int(rng.integers(100)),
            industry=int(rng.integers(30)),
            purposes=frozenset(rng.choice(purposes, 2).tolist()),
            shown=EVERYTHING,
        )
        for number in range(size)
    )
    context = Context(Kind.CROSS_INDUSTRY, topics=frozenset({0, 1, 2}))
    return Pool(people, World(context, take_snapshot(people)), apart=apart)


def may_meet(pool: Pool, one: Person, other: Person) -> bool:
    """The hard constraints, said again in the plainest way."""
    context = pool.world.context
    apart = {frozenset(pair) for pair in pool.apart}
    return (
        one.id != other.id
        and not (one.opted_out or other.opted_out)
        and frozenset((one.id, other.id)) not in apart
        and all(context.language in (None, *it.languages) for it in (one, other))
        and not (one.seller and (context.no_sales or not other.accepts_sales))
        and not (other.seller and (context.no_sales or not one.accepts_sales))
    )


def pairs_at(tables: object) -> list[frozenset[int]]:
    return [frozenset(pair) for table in tables for pair in combinations(table, 2)]
