"""Lists for very many: everybody is shown to somebody, and nobody to everybody."""

from collections import Counter

import pytest

from app.matching import fairness
from app.matching.engine.index import Index
from app.matching.engine.people import Person
from app.matching.engine.pool import Pool
from app.matching.engine.score import World
from app.matching.fairness import shared_out
from tests.matching.engine.worlds import a_crowd

K = 8


def rows_of(people, world=None, never=frozenset()):
    index = Index.of(people, world or World(), never=never, seed=3)
    ids = [int(it) for it in index.crowd.ids]
    return {
        ids[row.viewer]: ([ids[it] for it in row.best], [ids[it] for it in row.drawn])
        for row in shared_out(index, K, never=never, seed=3)
    }


@pytest.fixture(scope="module")
def crowd():
    """Two hundred people of whom every fifth says nothing at all."""
    pool = a_crowd(200)
    people = tuple(Person(it.id) if it.id % 5 == 0 else it for it in pool.people)
    return Pool(people, pool.world)


def test_everybody_gets_a_whole_list_and_nobody_is_shown_too_often(crowd):
    rows = rows_of(crowd.people, crowd.world)
    free = {it.id for it in crowd.people if not it.opted_out}
    shown = Counter(it for best, drawn in rows.values() for it in (*best, *drawn))
    assert set(shown) == free
    assert all(len(rows[id_][0]) == 6 and len(rows[id_][1]) == 2 for id_ in free)
    assert max(shown.values()) <= 12


def test_the_best_come_in_their_order_and_keep_nearly_all_their_points(crowd):
    rows = rows_of(crowd.people, crowd.world)
    kept = whole = 0.0
    for viewer, (best, _drawn) in rows.items():
        at = crowd.place[viewer]
        mine = [crowd.scores[at, crowd.place[it]] for it in best]
        assert mine == sorted(mine, reverse=True)
        kept += sum(mine)
        row = crowd.scores[at].copy()
        row[~crowd.suggestable[at]] = 0
        whole += sum(sorted(row)[-len(best) :]) if best else 0
    assert kept >= 0.9 * whole


def test_whom_fairness_would_cost_most_keeps_more_where_that_costs_nobody_as_much(
    crowd, monkeypatch
):
    def least():
        shares = []
        for viewer, (best, _drawn) in rows_of(crowd.people, crowd.world).items():
            at = crowd.place[viewer]
            own = sorted(crowd.scores[at] * crowd.suggestable[at])[-len(best) :] if best else [0]
            mine = sum(crowd.scores[at, crowd.place[it]] for it in best)
            shares += [mine / sum(own)] if sum(own) else []
        return min(shares)

    monkeypatch.setattr(fairness, "LEAST", 0.0)
    before = least()
    monkeypatch.setattr(fairness, "LEAST", 0.975)
    assert least() > before
    monkeypatch.setattr(fairness, "LEAST", 1.0)
    assert least() >= before


def test_chance_goes_round_and_never_to_whom_one_may_not_meet():
    people = tuple(Person(number, interests=frozenset((1,))) for number in range(1, 41))
    never = frozenset((1, number) for number in range(3, 41))
    rows = rows_of(people, never=never)
    assert rows[1] == ([2], [])
    assert all(1 not in (*best, *drawn) for id_, (best, drawn) in rows.items() if id_ > 2)
    shown = Counter(it for _best, drawn in rows.values() for it in drawn)
    assert max(shown.values()) <= 4


def test_who_sells_is_drawn_only_for_those_who_accept_it():
    sellers = tuple(Person(number, seller=True, accepts_sales=True) for number in range(1, 6))
    others = tuple(Person(number, accepts_sales=number % 2 == 0) for number in range(6, 40))
    rows = rows_of(sellers + others)
    for viewer, (best, drawn) in rows.items():
        if viewer > 5 and viewer % 2:
            assert not {*best, *drawn} & {1, 2, 3, 4, 5}


def test_the_same_people_and_lot_give_the_same_lists(crowd):
    assert rows_of(crowd.people, crowd.world) == rows_of(crowd.people[::-1], crowd.world)
