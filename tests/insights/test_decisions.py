"""Deciding about many people: what is said beforehand, what happens, what is written down."""

import pytest
import sqlalchemy as sa

from app.events.models import Slot
from app.events.rules import Mode
from app.groups.models import Action
from app.insights.operations import Verdict, carry_out, write_note
from app.insights.rules import Act
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.models import Change, Registration
from app.registrations.queries import whole
from app.registrations.states import Removal, State
from benchmarks.rig.rooms import a_crowd
from tests.factories import a_member, a_seat, an_event, owner_of


@pytest.fixture
def event():
    return an_event(slots=[Slot(capacity=2, mode=Mode.APPROVAL)])


def some_requests(event, number: int) -> list[Registration]:
    slots = [event.slots[0].id]
    return [
        a_seat(event, a_member(f"M{n}"), state=State.PENDING, slot_id=None, wishes=slots)
        for n in range(number)
    ]


def loaded(rows: list[Registration]) -> list[Registration]:
    ids = [row.id for row in rows]
    query = whole().where(Registration.id.in_(ids)).order_by(Registration.id)
    return list(db.session.scalars(query))


def states(event) -> list[State]:
    query = sa.select(Registration.state).where(Registration.event_id == event.id)
    return list(db.session.scalars(query.order_by(Registration.id)))


def deeds(event) -> list[Action]:
    query = sa.select(Action).where(Action.event_name == event.public_id).order_by(Action.id)
    return list(db.session.scalars(query))


def test_many_are_confirmed_in_their_order_as_far_as_there_are_seats(event):
    host, rows = owner_of(event.group), loaded(some_requests(event, 3))
    outcome = carry_out(event, Verdict(Act.CONFIRM), rows, by=host, at=now())
    assert (len(outcome.done), len(outcome.refused)) == (2, 1)
    assert states(event) == [State.CONFIRMED, State.CONFIRMED, State.PENDING]


def test_one_decision_carries_one_name_in_every_log(event):
    rows, host = loaded(some_requests(event, 3)), owner_of(event.group)
    carry_out(event, Verdict(Act.DECLINE), rows, by=host, at=now())
    changes = db.session.scalars(
        sa.select(Change.request_id).where(Change.registration_id.in_([row.id for row in rows]))
    ).all()
    [deed] = deeds(event)
    assert set(changes) == {deed.request_id} != {""}
    assert len(changes) == 3


def test_everybody_is_told_once_and_one_line_is_written(event, count):
    rows, host = loaded(some_requests(event, 3)), owner_of(event.group)
    carry_out(event, Verdict(Act.DECLINE), rows, by=host, at=now())
    assert count(Mail, Mail.kind.like("registrations.%")) == 3
    (line,) = deeds(event)
    assert (line.kind, line.details["count"], line.actor_id) == ("declined", 3, host.id)


def test_a_decision_about_one_person_names_them_and_the_reason(event):
    row = a_seat(event, a_member())
    carry_out(
        event,
        Verdict(Act.REMOVE, Removal.SOLICITING),
        loaded([row]),
        by=owner_of(event.group),
        at=now(),
    )
    (line,) = deeds(event)
    assert line.details["member_id"] == row.attendee_id
    assert line.details["reason"] == "soliciting"


def test_nobody_is_written_down_when_nothing_could_be_done(event):
    row = a_seat(event, a_member(), state=State.CANCELLED)
    outcome = carry_out(
        event, Verdict(Act.CONFIRM), loaded([row]), by=owner_of(event.group), at=now()
    )
    assert not outcome.done
    assert deeds(event) == []


def test_the_page_before_says_to_whom_it_happens_and_to_whom_not(event, browser):
    pending = some_requests(event, 3)
    seated = a_seat(event, a_member("Seated"))
    browser.sign_in(owner_of(event.group))
    who = "&".join(f"who={row.public_id}" for row in [*pending, seated])
    page = browser.get(f"/events/{event.slug}/organize/decision?act=confirm&{who}").text
    assert "It is about 3 people" in page
    assert "There is a seat for 1 of them." in page
    assert "Nothing happens to 1 person" in page
    assert states(event) == [State.PENDING] * 3 + [State.CONFIRMED]


def test_the_button_does_it_without_a_script(event, browser):
    rows = some_requests(event, 2)
    browser.sign_in(owner_of(event.group))
    answer = browser.post(
        f"/events/{event.slug}/organize/decision",
        data={"act": "confirm", "who": [row.public_id for row in rows]},
        follow_redirects=True,
    )
    assert "2 people are confirmed and being told." in answer.text
    assert states(event) == [State.CONFIRMED] * 2


def test_removing_asks_for_a_reason_and_loses_nothing(event, browser):
    row = a_seat(event, a_member("Aoi"))
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/decision"
    answer = browser.post(address, data={"act": "remove", "who": row.public_id})
    assert "Please say why." in answer.text
    assert row.public_id in answer.text
    assert states(event) == [State.CONFIRMED]
    browser.post(address, data={"act": "remove", "who": row.public_id, "reason": "conduct"})
    assert states(event) == [State.REMOVED]


def test_moving_asks_which_slot(browser):
    event = an_event(slots=[Slot(name="A", capacity=5), Slot(name="B", capacity=5, position=1)])
    row = a_seat(event, a_member())
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/decision"
    assert (
        "Please choose one."
        in browser.post(address, data={"act": "move", "who": row.public_id}).text
    )
    browser.post(address, data={"act": "move", "who": row.public_id, "slot": event.slots[1].id})
    db.session.refresh(row)
    assert row.slot_id == event.slots[1].id


def test_nobody_ticked_is_answered_kindly(event, browser):
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/decision?act=confirm"
    assert "Nobody is chosen" in browser.get(address, follow_redirects=True).text
    assert browser.get(f"/events/{event.slug}/organize/decision?act=party").status_code == 404


def test_people_of_another_event_are_out_of_reach(event, browser):
    other = a_seat(an_event(), a_member())
    browser.sign_in(owner_of(event.group))
    browser.post(
        f"/events/{event.slug}/organize/decision",
        data={"act": "remove", "who": other.public_id, "reason": "other"},
    )
    db.session.refresh(other)
    assert other.state == State.CONFIRMED


def test_everybody_found_can_be_chosen_at_once_two_hundred_at_a_time(event, browser):
    slots = [event.slots[0].id]
    for member_id in a_crowd(210, "many"):
        db.session.add(
            Registration(
                event_id=event.id,
                attendee_id=member_id,
                state=State.PENDING,
                wishes=slots,
                registered_at=now(),
            )
        )
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/decision?act=decline&all=1&state=pending"
    page = browser.get(address).text
    assert "It is about 200 people" in page
    assert "These are the first 200; 10 more come next time." in page


def test_a_note_is_kept_and_written_down_once(event, browser):
    row = a_seat(event, a_member("Aoi"))
    host = owner_of(event.group)
    browser.sign_in(host)
    address = f"/events/{event.slug}/organize/people/{row.public_id}"
    browser.post(f"{address}/note", data={"note": "  Speaks at eight "})
    assert "Speaks at eight" in browser.get(address).text
    db.session.expire_all()
    write_note(loaded([row])[0], "Speaks at eight", by=host, at=now())
    assert [line.kind for line in deeds(event)] == ["noted"]


def test_a_note_that_is_too_long_comes_back_whole(event, browser):
    row = a_seat(event, a_member())
    browser.sign_in(owner_of(event.group))
    address = f"/events/{event.slug}/organize/people/{row.public_id}/note"
    answer = browser.post(address, data={"note": "x" * 2001})
    assert "x" * 2001 in answer.text
    db.session.refresh(row)
    assert row.organizer_note == ""
