"""The door in a browser without scripts, in one with, and for people who have no business there."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from app.attendance.queries import present_ids
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.kit.qr import qr_png
from app.registrations.states import State
from app.registrations.tickets import ticket_token, ticket_url
from tests.attendance.doors import a_guest, again, host, named, tonight
from tests.factories import a_group, a_member, an_event, saved

SCRIPT = {"X-Requested-With": "door"}


def picture(text: str, kind: str = "png") -> io.BytesIO:
    code = Image.open(io.BytesIO(qr_png(text))).convert("RGB")
    file = io.BytesIO()
    code.save(file, kind)
    return io.BytesIO(file.getvalue())


def blank() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "grey").save(file, "jpeg")
    return file.getvalue()


def door(event) -> str:
    return f"/events/{event.slug}/door"


@pytest.fixture
def event():
    return tonight()


def test_strangers_are_asked_to_sign_in(browser, event):
    for path in ("", "/count", "/guests", "/tickets/x"):
        assert browser.get(door(event) + path).location.startswith("/sign-in")
    assert browser.post(door(event) + "/scans").location.startswith("/sign-in")


def test_members_who_do_not_stand_at_the_door_are_turned_away(browser, event):
    browser.sign_in(a_member())
    for path in ("", "/count", "/guests", "/tickets/x"):
        assert browser.get(door(event) + path).status_code == 403
    assert browser.post(door(event) + "/scans").status_code == 403
    assert browser.post(f"{door(event)}/undo/{uuid4()}").status_code == 403


def test_a_draft_has_no_door_for_others(browser, event):
    event.status = "draft"
    db.session.commit()
    browser.sign_in(a_member())
    assert browser.get(door(event)).status_code == 404


def test_a_helper_at_the_door_needs_no_other_right(browser, event):
    helper = a_member()
    role = {"member_id": helper.id, "role": Role.DOOR, "joined_at": now()}
    saved(Membership(group_id=event.group_id, **role))
    db.session.expire_all()
    assert browser.sign_in(helper).get(door(event)).status_code == 200


def test_the_door_shows_who_is_expected_and_tells_no_address(browser, event):
    place = a_guest(event, family_name="髙橋", given_name="美咲", reading="たかはし みさき")
    page = browser.sign_in(host(event)).get(door(event)).text
    assert "髙橋 美咲" in page
    assert "たかはし みさき" in page
    assert again(place).attendee.email not in page


def test_a_ticket_typed_or_read_elsewhere_opens_the_door(browser, event):
    place = a_guest(event)
    sent = {"ticket": ticket_url(place)}
    answer = browser.sign_in(host(event)).post(door(event) + "/scans", data=sent)
    assert 'data-code="OK"' in answer.text
    assert browser.get(door(event) + "/count").json == {"present": 1, "expected": 1}


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_photo_of_a_ticket_opens_the_door_without_any_script(browser, event, kind):
    place = a_guest(event, family_name="Okafor")
    sent = {"photo": (picture(ticket_url(place), kind), "ticket")}
    page = browser.sign_in(host(event)).post(door(event) + "/scans", data=sent).text
    assert 'data-code="OK"' in page
    assert "Okafor" in page
    assert "<html" in page


def test_a_frame_of_film_without_a_code_says_nothing(browser, event):
    browser.sign_in(host(event))
    sent = {"photo": (io.BytesIO(blank()), "f.jpg"), "frame": "1"}
    answer = browser.post(door(event) + "/scans", data=sent, headers=SCRIPT)
    assert (answer.status_code, answer.text) == (204, "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (blank(), "No code could be read"),
        (b"", "cannot be read"),
        (b"GIF89a not a picture", "cannot be read"),
        (b"\xff\xd8\xff\xe0 torn", "picture"),
    ],
)
@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_what_cannot_be_read_is_told_and_the_door_stays_open(
    browser, event, content, words, headers
):
    browser.sign_in(host(event))
    sent = {"photo": (io.BytesIO(content), "x.jpg")}
    answer = browser.post(door(event) + "/scans", data=sent, headers=headers)
    assert answer.status_code == 200
    assert words in answer.text


def test_a_picture_with_more_pixels_than_a_phone_takes_is_refused_before_it_is_unpacked(
    browser, event
):
    browser.sign_in(host(event))
    huge = io.BytesIO()
    Image.new("1", (5_000, 5_000)).save(huge, "png")
    sent = {"photo": (io.BytesIO(huge.getvalue()), "x.png")}
    answer = browser.post(door(event) + "/scans", data=sent, headers=SCRIPT)
    assert "too large" in answer.text


def test_a_script_gets_the_plate_alone(browser, event):
    place = a_guest(event)
    sent = {"ticket": ticket_url(place), "id": str(uuid4())}
    browser.sign_in(host(event))
    plates = [
        browser.post(door(event) + "/scans", data=sent, headers=SCRIPT).text for _ in range(2)
    ]
    assert all('data-code="OK"' in plate and "<html" not in plate for plate in plates)
    other = browser.post(
        door(event) + "/scans", data=sent | {"id": str(uuid4())}, headers=SCRIPT
    ).text
    assert 'data-code="ALREADY"' in other
    assert f'data-about="{place.public_id}"' in other


def test_the_plate_speaks_the_language_of_whoever_stands_at_the_door(browser, event):
    place = a_guest(event, family_name="髙橋", given_name="美咲", locale="en")
    person = host(event)
    person.locale = "ja"
    db.session.commit()
    sent = {"ticket": ticket_url(place)}
    plate = browser.sign_in(person).post(door(event) + "/scans", data=sent, headers=SCRIPT).text
    assert "髙橋 美咲さん" in plate


def test_the_fee_is_on_the_plate(browser):
    event = tonight(fee=1500)
    sent = {"ticket": ticket_url(a_guest(event))}
    browser.sign_in(host(event))
    plate = browser.post(door(event) + "/scans", data=sent, headers=SCRIPT).text
    assert "1,500" in plate
    assert 'data-tone="pay"' in plate


def test_the_button_beside_a_name_lets_in_and_the_next_one_takes_it_back(browser, event):
    place = a_guest(event, family_name="Okafor")
    browser.sign_in(host(event))
    browser.post(door(event) + "/scans", data={"registration": place.public_id})
    assert present_ids(event) == {place.attendee_id}
    listed = browser.get(door(event) + "/guests").text
    assert "arrived" in listed
    path = re.search(r'action="([^"]+/undo/[^"]+)"', listed)[1]
    answer = browser.post(path, follow_redirects=True)
    assert "Check-in undone: " in answer.text
    assert present_ids(event) == set()


def test_a_name_of_another_event_is_not_on_this_list(browser, event):
    stranger = a_guest(tonight())
    browser.sign_in(host(event))
    sent = {"registration": stranger.public_id}
    assert browser.post(door(event) + "/scans", data=sent).status_code == 404


def test_an_early_guest_is_let_in_by_the_button_on_the_plate(browser):
    event = an_event(starts_at=now() + timedelta(hours=9))
    place = a_guest(event)
    browser.sign_in(host(event))
    plate = browser.post(door(event) + "/scans", data={"ticket": ticket_url(place)}).text
    assert 'data-code="TOO_EARLY"' in plate
    assert 'name="early" value="1"' in plate
    browser.post(door(event) + "/scans", data={"registration": place.public_id, "early": "1"})
    assert present_ids(event) == {place.attendee_id}


def test_removed_people_are_not_named_on_the_plate(browser, event):
    place = a_guest(event, family_name="Okafor")
    place.state = State.REMOVED
    db.session.commit()
    sent = {"ticket": ticket_url(again(place))}
    plate = browser.sign_in(host(event)).post(door(event) + "/scans", data=sent, headers=SCRIPT)
    assert 'data-code="REMOVED"' in plate.text
    assert "Okafor" not in plate.text


def test_the_phones_own_camera_leads_to_one_button(browser, event):
    place = a_guest(event, family_name="Okafor")
    browser.sign_in(host(event))
    path = f"{door(event)}/tickets/{ticket_token(place)}"
    page = browser.get(path)
    assert "Okafor" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    browser.post(door(event) + "/scans", data={"ticket": ticket_token(place)})
    assert present_ids(event) == {place.attendee_id}
    assert "Checked in at" in browser.get(path).text


def test_the_phones_own_camera_finds_no_ticket_of_another_event(browser, event):
    other = a_guest(tonight())
    browser.sign_in(host(event))
    assert browser.get(f"{door(event)}/tickets/{ticket_token(other)}").status_code == 404


def test_the_list_is_searched_on_the_server(browser, event):
    a_guest(event, family_name="髙橋", given_name="美咲", reading="たかはし みさき")
    a_guest(event, family_name="Okafor", given_name="Ada")
    browser.sign_in(host(event))
    for wanted in ("高橋", "タカハシ", "みさき"):
        page = browser.get(door(event), query_string={"q": wanted}).text
        assert "髙橋" in page
        assert "Okafor" not in page
    assert "Nobody of that name" in browser.get(door(event) + "?q=zzz").text
    assert browser.get(door(event) + "/scans?q=高橋").location.startswith(door(event) + "?q=")


def test_a_long_list_is_cut_and_says_so(browser):
    event = an_event(a_group(), starts_at=now() + timedelta(minutes=5), capacity=None)
    for _ in range(3):
        a_guest(event)
    from app.attendance.views import door as views

    browser.sign_in(host(event))
    shown, views.SHOWN = views.SHOWN, 2
    try:
        assert "… and one more" in browser.get(door(event)).text
    finally:
        views.SHOWN = shown


def test_somebody_without_an_address_gets_their_link_at_the_door(browser, event):
    place = a_guest(event, email=None, email_verified_at=None)
    browser.sign_in(host(event))
    sent = {"registration": place.public_id}
    plate = browser.post(door(event) + "/scans", data=sent, headers=SCRIPT).text
    assert f"/events/{event.slug}/import/links#{place.public_id}" in plate


def test_a_refusal_at_the_door_is_a_sentence(browser, event):
    place = a_guest(event)
    named(event, place)
    db.session.commit()
    answer = browser.sign_in(host(event)).post(
        f"{door(event)}/undo/{uuid4()}",
        headers={"Referer": f"http://localhost{door(event)}"},
        follow_redirects=True,
    )
    assert "nothing to undo" in answer.text
