"""Lots: fixed beforehand, fair, and the same whoever works them out."""

import importlib.util
import json
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registrations.rules.drawing import (
    ALGORITHM,
    MOST_WEIGHT,
    Entry,
    Lot,
    commitment,
    drawn,
    same_text,
    weight,
)

SEED = bytes(range(32))
VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"


def names(count: int) -> list[str]:
    return [f"r{number:04}" for number in range(count)]


def entries(count: int, *wishes: int, **given: object) -> list[Entry]:
    return [Entry(name, wishes or (1,), **given) for name in names(count)]


@st.composite
def draws(draw: st.DrawFn) -> tuple[bytes, str, list[Entry], list[Lot]]:
    """A draw of any shape: several slots, pairs, named people, weights, a public value."""
    lots = [
        Lot(slot_id, draw(st.none() | st.integers(0, 6)), draw(st.integers(0, 3)))
        for slot_id in range(1, draw(st.integers(1, 3)) + 1)
    ]
    wishes = st.permutations([lot.slot_id for lot in lots]).map(tuple)
    people = [
        Entry(
            name,
            draw(wishes)[: draw(st.integers(1, len(lots)))],
            draw(st.integers(1, MOST_WEIGHT)),
            draw(st.booleans()),
            is_waiting=draw(st.integers(0, 9)) == 0,
        )
        for name in names(draw(st.integers(0, 16)))
    ]
    for one in range(0, draw(st.integers(0, len(people) // 2)) * 2, 2):
        first, second = people[one], people[one + 1]
        people[one] = replace(first, companion=second.name)
        people[one + 1] = replace(second, companion=first.name, wishes=first.wishes)
    value = draw(st.sampled_from(["", "40,112.05", "４０，１１２．０５ "]))
    return draw(st.binary(min_size=32, max_size=32)), value, people, lots


@given(draws())
def test_everybody_is_in_the_order_once_and_nobody_sits_who_did_not_wish_to(made):
    seed, value, people, lots = made
    result = drawn(seed, value, people, lots)
    wishes = {entry.name: entry.wishes for entry in people}
    assert sorted(result.order) == sorted(wishes)
    assert all(slot_id in wishes[name] for name, slot_id in result.seats.items())
    for lot in lots:
        held = sum(slot_id == lot.slot_id for slot_id in result.seats.values())
        assert lot.seats is None or held <= lot.seats


@given(draws())
def test_nobody_is_passed_over_for_somebody_later_in_the_order(made):
    """No seat somebody would rather have went to a person behind them, or to nobody."""
    seed, value, people, lots = made
    result = drawn(seed, value, people, lots)
    by_name = {entry.name: entry for entry in people}
    place = {name: number for number, name in enumerate(result.order)}
    for name in result.order:
        entry = by_name[name]
        if entry.companion or entry.is_waiting:
            continue  # Two need two seats; who waits for a friend takes none.
        got = result.seats.get(name)
        better = entry.wishes[: entry.wishes.index(got)] if got else entry.wishes
        for wish in better:
            holders = [holder for holder, slot_id in result.seats.items() if slot_id == wish]
            lot = next(lot for lot in lots if lot.slot_id == wish)
            assert lot.seats is not None
            assert sum(place[holder] < place[name] for holder in holders) == lot.seats


@given(draws())
def test_two_who_come_together_sit_side_by_side_or_not_at_all(made):
    seed, value, people, lots = made
    result = drawn(seed, value, people, lots)
    for entry in people:
        if entry.companion:
            assert result.seats.get(entry.name) == result.seats.get(entry.companion)
            places = result.order.index(entry.name), result.order.index(entry.companion)
            assert abs(places[0] - places[1]) == 1


@given(draws(), st.randoms())
def test_the_order_of_the_entries_does_not_matter(made, chance):
    seed, value, people, lots = made
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert drawn(seed, value, shuffled, lots) == drawn(seed, value, people, lots)


@given(draws())
def test_no_more_people_are_named_than_each_slot_announced(made):
    """Whoever stands before somebody with a smaller lot was named, and few enough are."""
    seed, value, people, lots = made
    plain = drawn(seed, value, [replace(entry, is_nominee=False) for entry in people], lots).order
    named = drawn(seed, value, people, lots).order
    ahead = {
        name
        for name in named
        if any(plain.index(other) < plain.index(name) for other in named[named.index(name) + 1 :])
    }
    assert len(ahead) <= sum(lot.nominee_max for lot in lots)
    assert all(entry.is_nominee for entry in people if entry.name in ahead)


@given(draws())
def test_the_program_in_the_documentation_comes_to_the_same(made):
    seed, value, people, lots = made
    result = drawn(seed, value, people, lots)
    verifier = loaded()
    assert verifier.draw_again(as_told(seed, value, people, lots, result)) == (
        result.order,
        {name: str(slot_id) for name, slot_id in result.seats.items()},
    )


@given(st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.integers(1, 3)), min_size=2))
def test_weights_put_the_largest_root_first(lots):
    """The whole numbers compare as u^(1/w) does."""
    verifier = loaded()
    parties = [[{"id": f"n{number}", "weight": w}] for number, (_lot, w) in enumerate(lots)]
    key = SEED
    ordered = sorted(parties, key=lambda party: verifier.place_of(party, key))
    roots = [_sixth_power_of_root(party, key) for party in ordered]
    assert roots == sorted(roots, reverse=True)


def _sixth_power_of_root(party, key) -> Fraction:
    import hmac

    lot = int.from_bytes(hmac.digest(key, party[0]["id"].encode(), "sha256"), "big")
    return (1 - Fraction(lot, 1 << 256)) ** (6 // party[0]["weight"])


def test_without_weights_the_smallest_hmac_comes_first():
    import hmac

    people = entries(50)
    by_hmac = sorted(names(50), key=lambda name: hmac.digest(SEED, name.encode(), "sha256"))
    assert drawn(SEED, "", people, [Lot(1, 5)]).order == by_hmac


def test_a_result_that_must_never_change():
    """The algorithm is a promise: another order for these values would be another algorithm."""
    people = [*entries(5), Entry("r0005", (1,), 3), Entry("r0006", (1,), is_nominee=True)]
    result = drawn(SEED, "40,112.05", people, [Lot(1, 3, 1)])
    assert ALGORITHM == "kizuna-draw-1"
    assert result.order[0] == "r0006"
    assert (result.order, sorted(result.seats)) == (
        ["r0006", "r0003", "r0002", "r0005", "r0000", "r0001", "r0004"],
        ["r0002", "r0003", "r0006"],
    )


def test_the_commitment_is_the_sha256_of_the_seed():
    assert commitment(SEED) == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"


def test_a_public_value_changes_the_order_and_its_width_does_not():
    people, lots = entries(30), [Lot(1, 5)]
    orders = {tuple(drawn(SEED, value, people, lots).order) for value in ("", "1", "2")}
    assert len(orders) == 3
    assert drawn(SEED, " １２ ", people, lots) == drawn(SEED, "12", people, lots)
    assert same_text("　１２．５\n") == "12.5"


def test_losses_weigh_up_to_a_limit():
    assert [weight(losses) for losses in range(5)] == [1, 2, 3, 3, 3]


def test_a_heavier_lot_wins_more_often_and_every_lot_can_win():
    """Two of ten have weight three: their share of first places is what it should be, 3 in 14."""
    people = [replace(entry, weight=3 if entry.name < "r0002" else 1) for entry in entries(10)]
    firsts = [
        drawn(number.to_bytes(32, "big"), "", people, [Lot(1, 1)]).order[0]
        for number in range(4000)
    ]
    assert set(firsts) == set(names(10))
    heavy = firsts.count("r0000") + firsts.count("r0001")
    assert abs(heavy / 4000 - 6 / 14) < 0.03


def test_a_pair_has_one_lot_and_not_the_better_of_two():
    people = entries(20)
    people[18] = replace(people[18], companion="r0019")
    people[19] = replace(people[19], companion="r0018")
    firsts = [
        drawn(number.to_bytes(32, "big"), "", people, [Lot(1, 2)]).order[0]
        for number in range(3000)
    ]
    assert abs(firsts.count("r0018") / 3000 - 1 / 19) < 0.02


def loaded():
    spec = importlib.util.spec_from_file_location("verify_draw", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_told(seed, value, people, lots, result) -> dict:
    """The draw as the page gives it."""
    return {
        "algorithm": ALGORITHM,
        "commitment": commitment(seed),
        "seed": seed.hex(),
        "weighs_losses": True,
        "public_value": {"name": "close" if value else "", "value": value},
        "slots": [
            {"id": str(lot.slot_id), "seats": lot.seats, "nominees": lot.nominee_max}
            for lot in lots
        ],
        "entries": [
            {
                "id": entry.name,
                "wishes": [str(wish) for wish in entry.wishes],
                "weight": entry.weight,
                "nominee": entry.is_nominee,
                "with": entry.companion,
                "waiting": entry.is_waiting,
            }
            for entry in people
        ],
        "order": result.order,
        "seats": {name: str(slot_id) for name, slot_id in result.seats.items()},
    }


@pytest.mark.parametrize("size", [0, 1, 300])
def test_the_checks_of_the_documentation_agree_with_an_honest_draw(size):
    people, lots = entries(size), [Lot(1, 20)]
    told = as_told(SEED, "", people, lots, drawn(SEED, "", people, lots))
    assert len(loaded().check(json.loads(json.dumps(told)))) == 3
    assert asdict(lots[0]) == {"slot_id": 1, "seats": 20, "nominee_max": 0}
