"""Tables changed by hand: moving, changing places, locking."""

from itertools import combinations

import pytest

from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs import plan_tables, sweep
from app.matching.models import TableLock
from app.matching.operations import (
    CannotSitThere,
    RoundIsOver,
    TablesMovedOn,
    begin,
    change_seat,
    end,
    lock_table,
    plan_rounds,
)
from app.matching.queries import changes, rounds_of, seating_of
from app.matching.queries.changes import prospect
from app.matching.rules.changing import Change
from app.matching.rules.seating import Wish
from app.profiles.traits import Facet
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    owner_of,
    tagged,
)


@pytest.fixture
def tables(transaction):
    """Nine people at three tables in two rounds, and their host."""
    event = an_event(a_group(), starts_at=now(), capacity=40)
    for number in range(9):
        an_arrival(a_seat(event, a_member(f"Guest{number}")))
    host = owner_of(event.group)
    plan_again(event, host)
    return event, host


def plan_again(event, host, rounds=2, size=3):
    plan_rounds(event, Wish(rounds, size), by=host, at=now())
    plan_tables()


def first(event):
    return rounds_of(event)[0]


def change(event, host, *given, version=None, number=1):
    seen = seating_of(event).version if version is None else version
    return change_seat(event, number, Change(*given), seen, by=host, at=now())


def test_two_change_places_and_their_tables_stay_from_then_on(tables):
    event, host = tables
    round_ = first(event)
    one, other = round_.tables[1][0], round_.tables[2][0]
    change(event, host, one, 2, other)
    after = first(event)
    assert (after.table_of(one), after.table_of(other)) == (2, 1)
    assert after.locked == {1, 2}
    sat = {number: after.tables[number] for number in (1, 2)}
    late = a_member("Late")
    an_arrival(a_seat(event, late))
    plan_again(event, host)
    assert {number: first(event).tables[number] for number in (1, 2)} == sat
    assert late.id in {seat.member_id for seat in first(event).seats}


def test_a_table_that_breaks_up_is_no_longer_locked(tables):
    event, host = tables
    lock_table(event, 1, 1, is_locked=True, by=host, at=now())
    from tests.matching.test_rounds import leaves

    for id_ in first(event).tables[1][:2]:
        leaves(_place(event, id_))
    plan_again(event, host)
    assert first(event).locked == frozenset()
    assert len({seat.member_id for seat in first(event).seats}) == 7


def test_a_locked_table_is_planned_again_once_it_is_unlocked(tables, count):
    event, host = tables
    for _twice in range(2):
        lock_table(event, 1, 2, is_locked=True, by=host, at=now())
    assert count(TableLock) == 1
    lock_table(event, 1, 2, is_locked=False, by=host, at=now())
    assert count(TableLock) == 0


def test_a_page_that_is_out_of_date_changes_nothing(tables):
    event, host = tables
    seen = seating_of(event).version
    one, other = first(event).tables[1][0], first(event).tables[2][0]
    change(event, host, one, 2, other)
    with pytest.raises(TablesMovedOn):
        change(event, host, one, 3, first(event).tables[3][0], version=seen)


def test_whoever_keeps_somebody_away_is_not_told_on(tables):
    event, host = tables
    one, other = first(event).tables[1][0], first(event).tables[2][0]
    blocked(_member(other), _member(first(event).tables[1][1]))
    with pytest.raises(CannotSitThere) as blocked_:
        change(event, host, one, 2, other)
    with pytest.raises(CannotSitThere) as full:
        change(event, host, one, 2)
    assert str(blocked_.value.message) == str(full.value.message)
    shown = prospect(event, seating_of(event), first(event), _member(one))
    assert other not in {it.other for it in shown.swaps}


def test_the_cost_that_is_shown_is_what_happens(tables):
    event, host = tables
    begin(event, 1, by=host, at=now())
    second = rounds_of(event)[1]
    person = _member(second.tables[1][0])
    for offered in prospect(event, seating_of(event), second, person).swaps:
        met = {it for table in first(event).tables.values() for it in combinations(table, 2)}
        before = _again(rounds_of(event)[1], met)
        change(event, host, offered.person, offered.table, offered.other, number=2)
        after = _again(rounds_of(event)[1], met)
        assert set(offered.again) == after - before
        change(event, host, offered.person, 1, offered.other, number=2)


def test_the_best_is_offered_first(tables):
    event, _host = tables
    person = _member(first(event).tables[1][0])
    offered = prospect(event, seating_of(event), first(event), person).swaps
    assert len(offered) == 6
    assert [len(it.again) for it in offered] == sorted(len(it.again) for it in offered)


def test_somebody_may_sit_a_round_out_and_come_back(tables):
    event, host = tables
    person = first(event).tables[1][0]
    change(event, host, person, None)
    assert first(event).table_of(person) is None
    change(event, host, person, 1)
    assert first(event).table_of(person) == 1


def test_nobody_is_left_alone_at_a_table(tables):
    event, host = tables
    plan_again(event, host, 1, 2)
    pair = next(table for table in first(event).tables.values() if len(table) == 2)
    with pytest.raises(CannotSitThere):
        change(event, host, pair[0], None)


def test_what_happened_stays_as_it_was(tables):
    event, host = tables
    begin(event, 1, by=host, at=now())
    with pytest.raises(RoundIsOver):
        lock_table(event, 1, 1, is_locked=True, by=host, at=now())
    end(event, 1, by=host, at=now())
    with pytest.raises(RoundIsOver):
        change(event, host, first(event).tables[1][0], 2, first(event).tables[2][0])


def test_a_change_by_hand_is_not_planned_away_by_the_sweep(tables):
    event, host = tables
    one, other = first(event).tables[1][0], first(event).tables[2][0]
    change(event, host, one, 2, other)
    before = first(event).tables
    sweep(now())
    assert first(event).tables == before


def _member(id_):
    return db.session.get_one(User, id_)


def _place(event, id_):
    from app.registrations.queries import registration_of

    return registration_of(event, _member(id_))


def _again(round_, met):
    return {it for table in round_.tables.values() for it in combinations(table, 2)} & met


def test_at_many_tables_those_are_looked_at_that_promise_most(tables, monkeypatch):
    event, _host = tables
    one = _member(first(event).tables[1][0])
    mate = _member(first(event).tables[3][0])
    tagged(one, Facet.NEED, "weaving")
    tagged(mate, Facet.OFFER, "weaving")
    whole = prospect(event, seating_of(event), first(event), one)
    assert not whole.is_part
    monkeypatch.setattr(changes, "LOOKED_AT", 4)
    found = prospect(event, seating_of(event), first(event), one)
    assert found.is_part
    assert {change.table for change in found.swaps} == {3}
    assert set(found.people) == {*first(event).tables[1], *first(event).tables[3]}


def test_at_many_tables_anybody_is_found_by_name(tables, monkeypatch):
    event, _host = tables
    monkeypatch.setattr(changes, "LOOKED_AT", 4)
    one = _member(first(event).tables[1][0])
    for number in (2, 3):
        other = _member(first(event).tables[number][0])
        wanted = other.given_name
        found = prospect(event, seating_of(event), first(event), one, wanted)
        assert [change.other for change in found.swaps] in ([other.id], [])
        assert other.id in found.people


def test_what_a_phone_asks_does_not_grow_with_the_evening(tables, browser, statements):
    event, host = tables
    asked = []
    for _ in range(2):
        me = _member(first(event).tables[1][0])
        browser.sign_in(me).get(f"/events/{event.slug}/tables")
        with statements() as made:
            browser.get(f"/events/{event.slug}/tables")
        asked.append(len(made))
        for number in range(6):
            an_arrival(a_seat(event, a_member(f"Later{number}")))
        plan_again(event, host)
    assert asked[0] == asked[1]
