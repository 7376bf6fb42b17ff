"""The lottery: promised beforehand, drawn once, and told to everybody."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.events.models import Slot
from app.events.rules import Mode, Status
from app.kit.db import db
from app.registrations import jobs, operations, queries
from app.registrations.draws import draw_of
from app.registrations.models import Change, Draw, Registration
from app.registrations.operations import (
    DrawNotDue,
    DrawUnderWay,
    NomineesFull,
    NotInDraw,
    ValueMissing,
    Wish,
    draw,
    nominate,
    promise,
    register,
    withdraw_nomination,
)
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import (
    assert_the_log_tells_the_truth,
    gives_up,
    letters_to,
    loaded,
    somebody_registers,
    states,
)

START = datetime(2027, 3, 4, 10, 0, tzinfo=UTC)
DAY = START - timedelta(days=7)
EARLY = START - timedelta(days=20)
VERIFIER = Path(__file__).parents[2] / "docs" / "verify_draw.py"


def a_lottery(capacity: int | None = 2, **given: object) -> Slot:
    return Slot(**({"mode": Mode.LOTTERY, "capacity": capacity, "lottery_at": DAY} | given))


def an_evening(*slots: Slot, group=None, **given: object):
    for position, slot in enumerate(slots):
        slot.position = position
    event = an_event(group, slots=list(slots) or [a_lottery()], starts_at=START, **given)
    promise(event, at=EARLY)
    return event


def enter(event, count: int, **wish: object) -> list[Registration]:
    return [somebody_registers(event, at=EARLY, **wish) for _ in range(count)]


def drawn(event, at=DAY, by=None, **given: object) -> int:
    return draw(event, by=by, at=at, **given)


def the_draw(event) -> Draw:
    return queries.draws(event)[queries.lotteries(event)[0].id]


def told(event) -> dict:
    return draw_of(queries.lotteries(event)[0])


def verified(tmp_path, told: dict, *options: str) -> subprocess.CompletedProcess:
    """What the program in the documentation says, run as its reader would run it."""
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(told))
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_seed_is_promised_and_kept_back_until_the_draw():
    event = an_evening()
    before = told(event)
    assert before["commitment"] == hashlib.sha256(the_draw(event).seed).hexdigest()
    assert (before["seed"], before["order"], before["seats"]) == (None, None, None)
    enter(event, 3)
    drawn(event)
    after = told(event)
    assert after["commitment"] == before["commitment"]
    assert bytes.fromhex(after["seed"]) == the_draw(event).seed


def test_promising_again_changes_nothing():
    event = an_evening()
    first = the_draw(event).commitment
    promise(event, at=DAY)
    assert the_draw(event).commitment == first


def test_whoever_applies_before_the_draw_is_in_it():
    people = enter(an_evening(), 3)
    assert states(people) == [State.APPLIED] * 3
    assert letters_to(people[0]) == ["applied"]


def test_the_draw_seats_people_in_order_and_puts_the_rest_in_line_in_order():
    event = an_evening()
    people = {row.public_id: row for row in enter(event, 5)}
    assert drawn(event) == 5
    order = [people[name] for name in the_draw(event).order]
    assert states(order) == [State.CONFIRMED] * 2 + [State.WAITLISTED] * 3
    assert [row.queue_no for row in order[2:]] == [1, 2, 3]
    assert_the_log_tells_the_truth(event)


def test_everybody_hears_once_in_the_same_minute():
    event = an_evening()
    people = enter(event, 5)
    drawn(event)
    news = {tuple(letters_to(row)) for row in people}
    assert news == {("applied", "drawn"), ("applied", "not_drawn")}


def test_a_draw_is_held_once_whatever_happens():
    event = an_evening()
    enter(event, 4)
    drawn(event)
    first = told(event)
    assert drawn(event) == jobs.draw(DAY + timedelta(days=1)) == 0
    assert told(event) == first
    with pytest.raises(DrawNotDue):
        drawn(event, by=owner_of(event.group))


def test_nothing_is_drawn_before_its_time():
    event = an_evening()
    people = enter(event, 1)
    assert jobs.draw(DAY - timedelta(seconds=1)) == 0
    with pytest.raises(DrawNotDue):
        drawn(event, at=EARLY, by=owner_of(event.group))
    assert jobs.draw(DAY) == 1
    assert states(people) == [State.CONFIRMED]


def test_between_the_day_and_the_draw_nobody_enters_and_nobody_overtakes():
    event = an_evening()
    with pytest.raises(DrawUnderWay):
        somebody_registers(event, at=DAY)


def test_after_the_draw_seats_go_to_whoever_comes_first():
    event = an_evening(a_lottery(2))
    enter(event, 1)
    drawn(event)
    late = [somebody_registers(event, at=DAY) for _ in range(2)]
    assert states(late) == [State.CONFIRMED, State.WAITLISTED]


def test_a_lottery_that_was_never_promised_is_promised_by_the_timer():
    event = an_event(slots=[a_lottery()], starts_at=START)
    jobs.draw(EARLY)
    assert the_draw(event).committed_at == EARLY


def test_a_draw_that_nobody_has_entered_is_held_all_the_same():
    event = an_evening()
    assert drawn(event) == 0
    assert (told(event)["order"], told(event)["seats"]) == ([], {})
    assert somebody_registers(event, at=DAY).state == State.CONFIRMED


def test_nothing_is_drawn_for_an_event_that_is_called_off():
    event = an_evening()
    enter(event, 3)
    event.status = Status.CANCELLED
    assert drawn(event) == 0
    assert the_draw(event).drawn_at is None


def test_no_seat_of_a_lottery_is_passed_on_before_the_draw():
    event = an_evening(Slot(capacity=1), a_lottery(5))
    first, second = (slot.id for slot in event.slots)
    seated = somebody_registers(event, at=EARLY, slots=(first,))
    waits = somebody_registers(event, at=EARLY, slots=(first,))
    waits.wishes = [first, second]
    operations.fill(event, at=EARLY)
    assert states([seated, waits]) == [State.CONFIRMED, State.WAITLISTED]


def test_slots_drawn_at_the_same_time_share_one_order_and_wishes_are_ranked():
    event = an_evening(a_lottery(1, name="Morning"), a_lottery(1, name="Evening"))
    morning, evening = (slot.id for slot in event.slots)
    people = {row.public_id: row for row in enter(event, 4, slots=(morning, evening))}
    made = queries.draws(event)
    assert made[morning].commitment == made[evening].commitment
    drawn(event)
    order = [people[name] for name in the_draw(event).order]
    assert [row.slot_id for row in order] == [morning, evening, None, None]
    assert draw_of(event.slots[0])["order"] == draw_of(event.slots[1])["order"]


def test_slots_drawn_on_different_days_have_seeds_of_their_own():
    later = DAY + timedelta(days=1)
    event = an_evening(a_lottery(1), a_lottery(1, lottery_at=later))
    one, two = (slot.id for slot in event.slots)
    made = queries.draws(event)
    assert made[one].commitment != made[two].commitment
    people = enter(event, 3, slots=(one, two))
    drawn(event)
    assert sorted(states(people)) == [State.APPLIED, State.APPLIED, State.CONFIRMED]
    assert draw_of(event.slots[1])["seed"] is None
    drawn(event, at=later)
    assert sorted(states(people)) == [State.CONFIRMED, State.CONFIRMED, State.WAITLISTED]


def test_whoever_is_not_drawn_moves_up_when_somebody_leaves():
    event = an_evening(a_lottery(1))
    people = {row.public_id: row for row in enter(event, 3)}
    drawn(event)
    first, second, third = (people[name] for name in the_draw(event).order)
    gives_up(first, DAY)
    assert states([second, third]) == [State.CONFIRMED, State.WAITLISTED]


def test_without_a_line_whoever_is_not_drawn_is_told_so():
    event = an_evening(a_lottery(1, has_waitlist=False))
    people = enter(event, 2)
    drawn(event)
    assert sorted(states(people)) == [State.CONFIRMED, State.NOT_SELECTED]


def test_people_named_come_first_and_no_more_than_was_announced():
    event = an_evening(a_lottery(2, nominee_max=1))
    people = [loaded(row) for row in enter(event, 12)]
    owner = owner_of(event.group)
    nominate(people[7], by=owner, at=EARLY)
    with pytest.raises(NomineesFull):
        nominate(people[3], by=owner, at=EARLY)
    withdraw_nomination(people[7], by=owner, at=EARLY)
    nominate(people[3], by=owner, at=EARLY)
    drawn(event)
    assert the_draw(event).order[0] == people[3].public_id
    assert people[3].state == State.CONFIRMED


def test_nobody_is_named_after_the_entries_are_closed():
    event = an_evening(a_lottery(2, nominee_max=1))
    person = loaded(enter(event, 1)[0])
    with pytest.raises(NotInDraw):
        nominate(person, by=owner_of(event.group), at=DAY)


def test_who_is_named_is_not_told_before_the_draw():
    event = an_evening(a_lottery(2, nominee_max=1))
    person = loaded(enter(event, 1)[0])
    nominate(person, by=owner_of(event.group), at=EARLY)
    assert told(event)["entries"] == [{"id": person.public_id, "wishes": [str(event.slots[0].id)]}]


@pytest.mark.parametrize(("losses", "weight"), [(0, 1), (1, 2), (3, 3)])
def test_earlier_losses_weigh_only_where_that_was_announced(losses, weight):
    group, unlucky = a_group(), a_member()
    for _ in range(losses):
        earlier = an_evening(a_lottery(0), group=group)
        register(earlier, unlucky, Wish(), at=EARLY)
        drawn(earlier)
    for announced, expected in ((False, 1), (True, weight)):
        event = an_evening(a_lottery(None, weighs_losses=announced), group=group)
        entered = register(event, unlucky, Wish(), at=EARLY)
        enter(event, 1)
        drawn(event)
        weights = {entry["id"]: entry["weight"] for entry in told(event)["entries"]}
        assert weights.pop(entered.public_id) == expected
        assert set(weights.values()) == {1}


def test_a_loss_does_not_weigh_once_a_seat_came_after_all():
    event = an_evening(a_lottery(1))
    people = {row.public_id: row for row in enter(event, 2)}
    drawn(event)
    first, second = (people[name] for name in the_draw(event).order)
    member = loaded(second).attendee
    assert queries.losses(event.group, [member]) == {member.id: 1}
    gives_up(first, DAY)
    assert queries.losses(event.group, [member]) == {}


def test_a_draw_with_a_public_value_waits_for_it_and_the_organizers_are_told_once():
    event = an_evening(a_lottery(1, public_value="Nikkei 225, close of 1 March"))
    people = enter(event, 3)
    owner = owner_of(event.group)
    assert [jobs.draw(DAY), jobs.draw(DAY)] == [0, 0]
    assert [slot.id for slot in queries.draws_awaiting_value(event, DAY)] == [event.slots[0].id]
    letters = db.session.scalars(
        sa.text("SELECT kind FROM mails WHERE member_id = :id").bindparams(id=owner.id)
    ).all()
    assert letters.count("registrations.value_awaited") == 1
    with pytest.raises(ValueMissing):
        drawn(event, by=owner, values={event.slots[0].id: "　"})
    drawn(event, by=owner, values={event.slots[0].id: " ４０，１１２．０５ "})
    assert told(event)["public_value"]["value"] == "40,112.05"
    assert State.APPLIED not in states(people)


def test_a_real_draw_is_found_to_be_right_by_the_program_in_the_documentation(tmp_path):
    event = an_evening(
        a_lottery(2, name="A", nominee_max=1, public_value="the weather"),
        a_lottery(1, name="B", public_value="the weather"),
    )
    one, two = (slot.id for slot in event.slots)
    people = [loaded(row) for row in enter(event, 6, slots=(one, two))]
    owner = owner_of(event.group)
    nominate(people[2], by=owner, at=EARLY)
    noted = told(event)["commitment"]
    assert verified(tmp_path, told(event)).returncode == 2
    drawn(event, by=owner, values={one: "sunny"})
    answer = verified(tmp_path, told(event), "--commitment", noted, "--me", people[2].public_id)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"{people[2].public_id} is number 1: a seat in A." in answer.stdout
    seated = {row.public_id: str(row.slot_id) for row in people if row.slot_id}
    assert told(event)["seats"] == seated


@pytest.mark.parametrize(
    "tamper",
    [
        lambda told: told.update(seed="00" * 32),
        lambda told: told["order"].reverse(),
        lambda told: told["order"].pop(),
        lambda told: told["seats"].update({told["order"][-1]: told["slot"]}),
        lambda told: told["seats"].pop(told["order"][0]),
        lambda told: told["entries"].pop(0),
        lambda told: told["entries"][3].update(nominee=True, id="zzz"),
        lambda told: told["entries"][0].update(weight=3),
        lambda told: told["slots"][0].update(seats=5),
        lambda told: told["public_value"].update(value="another"),
        lambda told: told.pop("seats"),
    ],
)
def test_whatever_is_tampered_with_is_found(tmp_path, tamper):
    event = an_evening(a_lottery(2))
    enter(event, 8)
    drawn(event)
    wrong = told(event)
    tamper(wrong)
    answer = verified(tmp_path, wrong)
    assert answer.returncode == 1
    assert answer.stdout.startswith("NOT as promised")


def test_another_commitment_than_the_one_noted_is_found(tmp_path):
    event = an_evening(a_lottery(2))
    enter(event, 2)
    drawn(event)
    assert verified(tmp_path, told(event), "--commitment", "ab" * 32).returncode == 1


def test_what_came_of_the_draw_stands_in_the_log():
    event = an_evening(a_lottery(1))
    enter(event, 2)
    drawn(event)
    reasons = db.session.scalars(
        sa.select(Change.reason).where(Change.from_state == State.APPLIED)
    ).all()
    assert sorted(reasons) == ["drawn", "not_drawn"]
