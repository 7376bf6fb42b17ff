"""Registration stays on another platform; lists, door, people to meet and recap are here."""

from datetime import timedelta

import pytest

from app.attendance.queries import present_ids
from app.events.models import Event
from app.imports.rules import Fate
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.operations import RegisteredElsewhere, Wish, register, say_yes
from app.registrations.queries import confirmed, registration_of
from app.registrations.states import ListVisibility, State
from tests.factories import a_group, a_member, an_arrival, an_event, owner_of
from tests.imports.test_operations import bring_in, connpass, everybody

ELSEWHERE = "https://loom.example/event/901/"
KAEDE = "一般,kaede,水無月 楓,参加,,水無月 楓,kaede@example.jp,1"
REN = "一般,ren,月島 蓮,参加,,月島 蓮,ren@example.jp,2"


@pytest.fixture
def event() -> Event:
    starts = now() + timedelta(hours=1)
    return an_event(a_group(), starts_at=starts, elsewhere_url=ELSEWHERE)


def test_its_page_leads_to_the_other_platform(browser, event):
    page = browser.get(f"/events/{event.slug}").text
    assert ELSEWHERE in page
    browser.sign_in(a_member())
    assert ELSEWHERE in browser.get(f"/events/{event.slug}").text


def test_nobody_registers_here_by_accident(event):
    with pytest.raises(RegisteredElsewhere):
        register(event, a_member(), Wish(), at=now())


def test_an_evening_goes_from_list_to_list_to_the_door(browser, event):
    kaede = a_member("Kaede", "Minazuki", email="kaede@example.jp")
    bring_in(event, connpass(KAEDE))
    say_yes(everybody(event)[0], kaede, at=now())
    db.session.commit()
    report = bring_in(event, connpass(KAEDE, REN))
    assert (report.count(Fate.STAYS), report.count(Fate.COMES)) == (1, 1)
    assert registration_of(event, kaede).state == State.CONFIRMED

    browser.sign_in(owner_of(event.group))
    door = browser.get(f"/events/{event.slug}/door")
    assert door.status_code == 200
    for place in confirmed(event):
        an_arrival(place)
    assert len(present_ids(event)) == 2

    again = bring_in(event, connpass(KAEDE))
    assert again.gone == ["月島 蓮"]
    ren = next(place for place in everybody(event) if place.listed_email == "ren@example.jp")
    assert (ren.state, ren.gone_at is not None) == (State.CONFIRMED, True)
    assert "月島 蓮" in browser.get(f"/events/{event.slug}/organize/people").text


def test_who_has_said_yes_meets_people_and_gets_the_recap(browser, event):
    kaede, ren = (a_member(email=f"{name}@example.jp") for name in ("kaede", "ren"))
    bring_in(event, connpass(KAEDE, REN))
    for place, member in zip(everybody(event), (kaede, ren), strict=True):
        say_yes(place, member, at=now()).list_visibility = ListVisibility.PARTICIPANTS
        an_arrival(place)
    db.session.commit()
    browser.sign_in(kaede)
    assert browser.get(f"/events/{event.slug}/people").status_code == 200
    assert browser.get(f"/events/{event.slug}/registration").status_code == 200


def test_who_has_not_answered_is_shown_to_nobody_but_the_organizers(browser, event):
    kaede = a_member(email="kaede@example.jp")
    bring_in(event, connpass(KAEDE, REN))
    say_yes(everybody(event)[0], kaede, at=now())
    db.session.query(Registration).update({"list_visibility": ListVisibility.PUBLIC})
    db.session.commit()
    browser.sign_in(kaede)
    for page in ("", "/registration", "/people"):
        assert "月島" not in browser.get(f"/events/{event.slug}{page}").text
