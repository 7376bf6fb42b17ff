"""The pages of a draw: for everybody who may see the event, and for those who run it."""

import json
from datetime import timedelta

import pytest

from app.events.models import Slot
from app.events.rules import Mode, Openness
from app.kit.clock import now
from app.kit.db import db
from app.registrations import operations, queries
from app.registrations.operations import Wish
from app.registrations.states import State
from tests.factories import a_member, an_event, owner_of
from tests.registrations.worlds import loaded


@pytest.fixture
def event():
    lottery = {"mode": Mode.LOTTERY, "lottery_at": now() + timedelta(days=1), "nominee_max": 1}
    slots = [Slot(name="Morning", capacity=2, **lottery), Slot(name="Evening", position=1)]
    slots[1].mode, slots[1].capacity = Mode.LOTTERY, 1
    slots[1].lottery_at, slots[1].nominee_max = slots[0].lottery_at, 0
    made = an_event(slots=slots)
    operations.promise(made, at=now())
    db.session.commit()
    return made


def page_of(event, number: int = 0) -> str:
    return f"/events/{event.slug}/slots/{event.slots[number].id}/draw"


def enters(event, member=None, *wishes: int):
    wished = wishes or tuple(slot.id for slot in event.slots)
    found = operations.register(event, member or a_member(), Wish(slots=wished), at=now())
    db.session.commit()
    return found


def draws(event) -> None:
    for slot in event.slots:
        slot.lottery_at = now()
    operations.draw(event, by=None, at=now())
    db.session.commit()


def test_before_the_draw_everybody_sees_the_promise_and_nobody_the_seed(event, browser):
    enters(event)
    seed = queries.draws(event)[event.slots[0].id].seed.hex()
    page = browser.get(page_of(event)).text
    told = browser.get(f"{page_of(event)}.json").get_data(as_text=True)
    assert queries.draws(event)[event.slots[0].id].commitment in page
    assert "Up to 1 person has a seat before the draw" in page
    assert seed not in page + told
    assert json.loads(told)["seed"] is None


def test_after_the_draw_the_page_holds_all_it_takes_and_shows_readers_their_own_place(
    event, browser
):
    people = [enters(event) for _ in range(5)]
    draws(event)
    me = loaded(people[0])
    page = browser.sign_in(me.attendee).get(page_of(event)).text
    place = queries.draws(event)[event.slots[0].id].order.index(me.public_id) + 1
    assert f"You were number {place} of 5." in page
    told = browser.get(f"{page_of(event, 1)}.json").json
    assert len(told["order"]) == len(told["entries"]) == 5
    assert len(told["seats"]) == 3


def test_no_name_of_anybody_stands_on_the_page_of_a_draw(event, browser):
    member = a_member("Secretgiven", "Secretfamily")
    enters(event, member)
    draws(event)
    page = browser.get(page_of(event)).text + browser.get(f"{page_of(event)}.json").text
    assert "Secret" not in page
    assert member.public_id not in page


def test_the_draw_of_an_event_one_may_not_see_is_not_there(event, browser):
    event.openness = Openness.MEMBERS
    db.session.commit()
    assert browser.get(page_of(event)).status_code == 404
    assert browser.get(f"{page_of(event)}.json").status_code == 404


def test_a_slot_without_a_lottery_has_no_page_of_a_draw(browser):
    event = an_event()
    assert browser.get(page_of(event)).status_code == 404


def test_the_program_can_be_taken_home(browser):
    answer = browser.get("/verify_draw.py")
    assert answer.status_code == 200
    assert b"kizuna-draw-1" in answer.data
    answer.close()


def test_organizers_name_people_and_take_it_back(event, browser):
    one, two = enters(event), enters(event)
    browser.sign_in(owner_of(event.group))
    page = f"/events/{event.slug}/nominees"
    assert browser.post(f"{page}/{one.public_id}").status_code == 303
    assert (
        "As many people are named"
        in browser.post(f"{page}/{two.public_id}", follow_redirects=True).text
    )
    db.session.refresh(one)
    assert one.is_nominated
    browser.post(f"{page}/{one.public_id}/withdrawal")
    db.session.refresh(one)
    assert not one.is_nominated


def test_the_button_draws_with_the_public_value_and_not_without(event, browser):
    for slot in event.slots:
        slot.public_value = "closing price"
    db.session.commit()
    person = enters(event)
    for slot in event.slots:
        slot.lottery_at = now()
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    page = f"/events/{event.slug}/nominees"
    assert "closing price" in browser.get(page).text
    assert browser.post(f"/events/{event.slug}/draws").status_code in (303, 422)
    db.session.refresh(person)
    assert person.state == State.APPLIED
    values = {f"value-{event.slots[0].id}": "４０，１１２"}
    assert browser.post(f"/events/{event.slug}/draws", data=values).status_code == 303
    db.session.refresh(person)
    assert person.state == State.CONFIRMED
    assert "40,112" in browser.get(page_of(event)).text


def test_wishes_are_ranked_in_the_form_without_any_script(event, browser):
    morning, evening = (slot.id for slot in event.slots)
    member = a_member()
    browser.sign_in(member)
    address = f"/events/{event.slug}/registration"
    page = browser.get(address).text
    assert "drawn on" in page
    twice = {"purpose": "friends", "slot": evening, "second": evening}
    assert "You have wished for this one already" in browser.post(address, data=twice).text
    wish = {"purpose": "friends", "slot": evening, "second": morning}
    assert browser.post(address, data=wish).status_code == 303
    assert queries.registration_of(event, member).wishes == [evening, morning]


def test_asking_a_friend_along_and_the_friends_answer(browser):
    event = an_event(capacity=3)
    asker, friend = a_member("Aoi"), a_member("Ren")
    address = f"/events/{event.slug}/registration"
    browser.sign_in(asker)
    browser.post(address, data={"purpose": "friends", "buddy_email": "ren@example.org"})
    assert "We have asked ren@example.org" in browser.get(address).text
    token = token_of(event, asker)
    browser.sign_in(friend)
    assert "Aoi" in browser.get(f"/together/{token}").text
    page = browser.get(f"{address}?together={token}").text
    assert f'value="{token}"' in page
    browser.post(address, data={"purpose": "friends", "buddy_token": token})
    held = [queries.registration_of(event, member) for member in (asker, friend)]
    assert [row.state for row in held] == [State.CONFIRMED, State.CONFIRMED]
    assert browser.get(f"/together/{token}").status_code == 410
    assert "You come with Aoi" in browser.get(address).text


def test_a_friend_says_no_without_signing_in(browser):
    event, asker = an_event(capacity=3), a_member()
    wish = Wish(buddy_email="ren@example.org")
    operations.register(event, asker, wish, at=now())
    db.session.commit()
    token = token_of(event, asker)
    assert browser.post(f"/together/{token}/refusal").status_code == 303
    browser.sign_in(asker)
    page = browser.get(f"/events/{event.slug}/registration").text
    assert "does not come, or has not answered" in page
    browser.post(f"/events/{event.slug}/registration/alone")
    assert queries.registration_of(event, asker).state == State.CONFIRMED


def test_an_address_that_is_none_comes_back_with_everything_typed(browser):
    event, member = an_event(), a_member()
    browser.sign_in(member)
    page = browser.post(
        f"/events/{event.slug}/registration",
        data={"purpose": "growth", "buddy_email": "not an address"},
    ).text
    assert "This does not look like an e-mail address." in page
    assert 'value="not an address"' in page
    assert queries.registration_of(event, member) is None


def token_of(event, asker) -> str:
    from app.registrations.links import buddy_token

    return buddy_token(queries.buddy_invitation(queries.registration_of(event, asker)).nonce)
