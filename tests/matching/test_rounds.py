"""The tables of an evening, from rows to rows."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.attendance.models import Entry
from app.attendance.rules import Kind, Method
from app.events.models import Slot
from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs import plan_tables, sweep
from app.matching.models import RoundChange, Seating
from app.matching.operations import (
    NothingToBegin,
    NotItsTurn,
    RoundMovedOn,
    TooFewPeople,
    TooFewSeated,
    begin,
    begin_next,
    end,
    plan_rounds,
    rule,
    take_back,
)
from app.matching.queries import rounds_of, seating_of
from app.matching.rules.seating import (
    Crossing,
    PairRule,
    PlanState,
    RoundState,
    Who,
    Wish,
)
from app.profiles.queries import profile_of
from app.profiles.traits import Facet, Stance
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    a_stranger,
    an_arrival,
    an_event,
    blocked,
    owner_of,
    saved,
    tagged,
)


def planned(event, *wish, **more):
    """The plan that was asked for, thought out."""
    seating = asked(event, *wish, **more)
    if seating.state == PlanState.ASKED:
        plan_tables()
    return seating


def asked(event, *wish, **more):
    return plan_rounds(event, Wish(*wish, **more), by=owner_of(event.group), at=now())


def begun(event, number):
    return begin(event, number, by=owner_of(event.group), at=now())


def tables_of(event):
    """Each round's tables as sets of ids."""
    return [{frozenset(table) for table in one.tables.values()} for one in rounds_of(event)]


def seated(event):
    return [{seat.member_id for seat in one.seats} for one in rounds_of(event)]


def leaves(registration):
    return saved(
        Entry(
            id=uuid4(),
            event_id=registration.event_id,
            registration_id=registration.id,
            kind=Kind.OUT,
            method=Method.NAME,
            occurred_at=now(),
            received_at=now(),
        )
    )


@pytest.fixture
def full_house(transaction):
    """Eight people who are here, in a group that its owner runs."""
    event = an_event(a_group(), starts_at=now(), capacity=40)
    seats = [a_seat(event, a_member(f"Guest{number}")) for number in range(8)]
    for seat in seats:
        an_arrival(seat)
    return event, [seat.attendee_id for seat in seats], seats


def test_rounds_seat_everybody_who_is_here_and_nobody_else(evening):
    event, seats = evening
    aoi, ren, mio, yui = seats
    guest = a_stranger(given_name="Guest")
    seats[guest] = a_seat(event, guest)
    for member in (aoi, ren, yui, guest):
        an_arrival(seats[member])
    planned(event, 2, 2)
    assert seated(event) == [{m.id for m in (aoi, ren, yui, guest)}] * 2
    assert mio.id not in set().union(*seated(event))


def test_nobody_meets_twice_and_people_kept_apart_never_share_a_table(evening):
    event, seats = evening
    aoi, ren, *_ = seats
    blocked(aoi, ren)
    for seat in seats.values():
        an_arrival(seat)
    planned(event, 2, 2)
    tables = [table for one in tables_of(event) for table in one]
    assert len(set(tables)) == len(tables)
    assert frozenset({aoi.id, ren.id}) not in tables


def test_a_plan_may_be_made_for_everybody_with_a_seat(evening):
    event, seats = evening
    planned(event, 1, 2, who=Who.CONFIRMED)
    assert seated(event) == [{member.id for member in seats}]


def test_who_left_is_not_planned_for_whoever_the_tables_are_for(full_house):
    event, ids, seats = full_house
    leaves(seats[0])
    for who in Who:
        planned(event, 1, 4, who=who)
        assert seated(event) == [set(ids[1:])]


def test_the_same_seed_and_people_give_the_same_plan_again(full_house):
    event, _ids, _seats = full_house
    planned(event, 3, 2, seed=7)
    before = tables_of(event)
    planned(event, 3, 2, seed=7)
    assert tables_of(event) == before


def test_a_round_that_has_begun_stays_when_somebody_arrives_late(evening):
    event, seats = evening
    aoi, ren, mio, yui = seats
    for member in (aoi, ren):
        an_arrival(seats[member])
    planned(event, 2, 2)
    begun(event, 1)
    sat = tables_of(event)[0]
    for member in (mio, yui):
        an_arrival(seats[member])
    planned(event, 2, 2)
    assert tables_of(event)[0] == sat
    assert seated(event)[1] == {m.id for m in (aoi, ren, mio, yui)}


def test_a_late_arrival_joins_within_the_next_round_unasked(full_house):
    event, ids, _seats = full_house
    planned(event, 2, 4)
    begun(event, 1)
    late = a_member("Late")
    an_arrival(a_seat(event, late))
    begun(event, 2)
    assert seated(event) == [set(ids), {*ids, late.id}]


def test_who_left_goes_from_the_round_that_begins(full_house):
    event, ids, seats = full_house
    planned(event, 1, 2)
    leaves(seats[3])
    begun(event, 1)
    assert seated(event) == [set(ids) - {ids[3]}]
    assert min(len(table) for table in tables_of(event)[0]) > 1


def test_the_sweep_plans_again_as_people_come_and_leaves_the_past_alone(full_house, bell):
    event, ids, _seats = full_house
    planned(event, 3, 2)
    begun(event, 1)
    before = tables_of(event)[0]
    sweep(now())
    assert bell.rung == []
    late = a_member("Late")
    an_arrival(a_seat(event, late))
    sweep(now())
    assert bell.rung == ["plan_tables"]
    plan_tables()
    assert tables_of(event)[0] == before
    assert seated(event)[1:] == [{*ids, late.id}] * 2


def test_the_sweep_plans_again_when_two_who_were_planned_together_part(full_house, bell):
    event, _ids, _seats = full_house
    planned(event, 2, 2)
    one, other = sorted(next(iter(tables_of(event)[0])))
    members = {seat.member_id: seat.member for seat in rounds_of(event)[0].seats}
    blocked(members[one], members[other])
    sweep(now())
    plan_tables()
    assert frozenset({one, other}) not in set().union(*tables_of(event))


def test_tables_are_there_at_once_and_a_worker_thinks_of_something_better(full_house, bell):
    event, ids, _seats = full_house
    assert asked(event, 2, 4).state == PlanState.ASKED
    assert seated(event) == [set(ids)] * 2
    before = seating_of(event).worth["total"]
    db.session.commit()
    assert bell.rung == ["plan_tables"]
    plan_tables()
    assert seating_of(event).state == PlanState.SETTLED
    assert seating_of(event).worth["total"] >= before


def test_pairs_are_planned_while_the_page_is_asked_for(full_house, bell):
    event, _ids, _seats = full_house
    assert asked(event, 2, 2).state == PlanState.SETTLED
    db.session.commit()
    assert bell.rung == []


def test_a_plan_made_while_the_tables_changed_is_not_written(full_house, monkeypatch):
    from app.matching.operations import planning

    event, _ids, _seats = full_house
    seating = planned(event, 2, 2)
    begun(event, 1)
    before = tables_of(event)
    seating.state = PlanState.ASKED
    db.session.commit()
    think = planning.engine.plan

    def slowly(*given, **more):
        # Meanwhile somebody else presses a button.
        db.session.execute(sa.update(Seating).values(version=Seating.version + 1))
        return think(*given, **more)

    monkeypatch.setattr(planning.engine, "plan", slowly)
    assert not planning.make_plan(event, seating, by=None, at=now())
    assert tables_of(event) == before
    assert seating.state == PlanState.ASKED


def test_one_round_ends_when_the_next_begins_and_the_record_tells_it(full_house):
    event, _ids, _seats = full_house
    planned(event, 3, 2)
    begun(event, 1)
    begun(event, 2)
    end(event, 2, by=owner_of(event.group), at=now())
    assert [one.state for one in rounds_of(event)] == [
        RoundState.OVER,
        RoundState.OVER,
        RoundState.PLANNED,
    ]
    assert replayed(event) == {one.number: one.state for one in rounds_of(event)}


def test_what_was_begun_by_mistake_waits_again(full_house):
    event, _ids, _seats = full_house
    planned(event, 1, 2)
    begun(event, 1)
    take_back(event, 1, by=owner_of(event.group), at=now())
    (round_,) = rounds_of(event)
    assert (round_.state, round_.began_at) == (RoundState.PLANNED, None)
    assert replayed(event) == {1: RoundState.PLANNED}


def test_pressing_twice_begins_one_round(full_house):
    event, _ids, _seats = full_house
    planned(event, 2, 2)
    begun(event, 1)
    with pytest.raises(RoundMovedOn):
        begun(event, 1)
    with pytest.raises(RoundMovedOn):
        end(event, 2, by=owner_of(event.group), at=now())
    assert [one.has_begun for one in rounds_of(event)] == [True, False]


def test_rounds_begin_in_their_order(full_house):
    event, _ids, _seats = full_house
    planned(event, 2, 2)
    with pytest.raises(NotItsTurn):
        begun(event, 2)
    with pytest.raises(NothingToBegin):
        begun(event, 9)


def test_rounds_need_two_people_and_end(evening):
    event, seats = evening
    with pytest.raises(TooFewPeople):
        planned(event, 3, 4)
    with pytest.raises(NothingToBegin):
        begin_next(event, by=owner_of(event.group), at=now())
    for seat in seats.values():
        db.session.delete(seat)
    with pytest.raises(TooFewSeated):
        planned(event, 3, 4, who=Who.CONFIRMED)
    assert rounds_of(event) == []


def test_three_people_and_eight_rounds_sit_once_and_it_is_said(evening):
    event, seats = evening
    for seat in [*seats.values()][:3]:
        an_arrival(seat)
    worth = planned(event, 8, 2).worth
    assert [sorted(map(len, one)) for one in tables_of(event)] == [[3]]
    assert (worth["stopped"], worth["left_out"]) == ("everyone_met", [])
    begun(event, 1)
    again = planned(event, 8, 2).worth
    assert again["left_out"] == []


def test_everybody_blocked_with_everybody_is_said_and_nobody_is_seated(evening):
    event, seats = evening
    members = [*seats]
    for seat in seats.values():
        an_arrival(seat)
    for place, one in enumerate(members):
        for other in members[place + 1 :]:
            blocked(one, other)
    worth = planned(event, 2, 4).worth
    assert rounds_of(event) == []
    assert len(worth["left_out"]) == 4


def test_a_table_of_eight_for_five_is_one_table(full_house):
    event, _ids, seats = full_house
    for seat in seats[5:]:
        leaves(seat)
    planned(event, 3, 8)
    assert [sorted(map(len, one)) for one in tables_of(event)] == [[5]]


def test_organizers_keep_two_apart_on_all_evenings_of_the_group(full_house):
    event, ids, _seats = full_house
    host = owner_of(event.group)
    pair = (db.session.get_one(type(host), ids[0]), db.session.get_one(type(host), ids[1]))
    other_event = an_event(event.group, starts_at=now())
    rule(other_event, pair, PairRule.APART, is_always=True, by=host, at=now())
    for size in (2, 4, 8):
        planned(event, 7, size)
        assert not any(set(ids[:2]) <= table for one in tables_of(event) for table in one)


def test_two_who_belong_together_sit_together_unless_one_has_blocked_the_other(full_house):
    event, ids, _seats = full_house
    host = owner_of(event.group)
    pair = tuple(db.session.get_one(type(host), id_) for id_ in ids[:2])
    rule(event, pair, PairRule.TOGETHER, is_always=False, by=host, at=now())
    planned(event, 2, 4)
    assert all(any(set(ids[:2]) <= table for table in one) for one in tables_of(event))
    blocked(*pair)
    worth = planned(event, 2, 4).worth
    assert not any(set(ids[:2]) <= table for one in tables_of(event) for table in one)
    assert {(a, b) for _number, a, b in worth["parted"]} == {tuple(sorted(ids[:2]))}


def test_people_of_one_slot_may_be_kept_from_each_other(transaction):
    event = an_event(a_group(), starts_at=now(), slots=[Slot(name="A"), Slot(name="B", position=1)])
    sides = []
    for slot in event.slots:
        members = [a_member() for _ in range(4)]
        sides.append({member.id for member in members})
        for member in members:
            an_arrival(a_seat(event, member, slot_id=slot.id))
    planned(event, 3, 2, crossing=Crossing.OTHER_SLOTS)
    assert all(
        len(table & side) == 1 for one in tables_of(event) for table in one for side in sides
    )
    planned(event, 3, 2, crossing=Crossing.OWN_SLOT)
    assert all(len(table & sides[0]) in (0, 2) for one in tables_of(event) for table in one)


@pytest.mark.parametrize("is_allowed", [True, False])
def test_who_sells_sits_with_those_who_accept_it_or_is_a_guest_where_nobody_may(
    full_house, is_allowed
):
    event, ids, _seats = full_house
    event.stance = Stance.SELLING if is_allowed else Stance.NONE
    members = {seat: db.session.get_one(type(owner_of(event.group)), seat) for seat in ids}
    profile_of(members[ids[0]]).stance = Stance.SELLING
    for id_ in ids[1:3]:
        profile_of(members[id_]).stance = Stance.ASK_FIRST
    db.session.commit()
    worth = planned(event, 3, 2).worth
    mates = {it for one in tables_of(event) for table in one if ids[0] in table for it in table}
    if is_allowed:
        assert mates - {ids[0]} <= set(ids[1:3])
    else:
        assert worth["left_out"] == []


def test_hosts_sit_at_different_tables(full_house):
    event, ids, _seats = full_house
    host = owner_of(event.group)
    an_arrival(a_seat(event, host))
    event.host_id = ids[0]
    db.session.commit()
    planned(event, 3, 3)
    for one in tables_of(event):
        assert all(len(table & {host.id, ids[0]}) < 2 for table in one)


def test_industries_mix_where_it_is_wished(full_house):
    event, ids, _seats = full_house
    for place, id_ in enumerate(ids):
        member = db.session.get_one(type(owner_of(event.group)), id_)
        profile_of(member).industry = ["it", "food"][place % 2]
    db.session.commit()
    worth = planned(event, 4, 2, mixes=True).worth
    assert worth["same_trade"] == 0


def test_what_is_private_moves_nobody(full_house):
    event, ids, _seats = full_house
    member_type = type(owner_of(event.group))
    for id_ in ids[:4]:
        profile_of(db.session.get_one(member_type, id_)).visibility = {"offers": "private"}
    db.session.commit()
    planned(event, 3, 2)
    before, worth = tables_of(event), seating_of(event).worth
    for id_ in ids[:4]:
        tagged(db.session.get_one(member_type, id_), Facet.OFFER, f"skill {id_}")
    for id_ in ids[4:]:
        assert profile_of(db.session.get_one(member_type, id_)).visibility == {}
    planned(event, 3, 2)
    assert (tables_of(event), seating_of(event).worth) == (before, worth)


def replayed(event):
    """Where each round stands as the record of changes tells it."""
    rows = db.session.scalars(
        sa.select(RoundChange).where(RoundChange.event_id == event.id).order_by(RoundChange.id)
    )
    states = {}
    for row in rows:
        assert states.get(row.number) == row.from_state
        states[row.number] = row.to_state
    return {number: state for number, state in states.items() if state is not None}
