"""Whatever is held up or photographed at the door gets a sentence, and the door stays open."""

import io
from uuid import uuid4

import pytest
from PIL import ImageDraw, ImageFilter
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.attendance.models import Attempt
from app.attendance.queries import attempts_at, present_ids
from app.attendance.rules import Unclear, ticket_among
from app.kit.db import db
from app.registrations.tickets import ticket_url
from tests.attendance.doors import a_guest, host, tonight
from tests.factories import an_event
from tests.kit.test_qr import code, dark, frame, noise, stored

SCRIPT = {"X-Requested-With": "door"}
MINE, OTHER = "https://kizuna.example/t/mine", "https://kizuna.example/t/other"


@pytest.fixture
def event():
    return tonight()


@pytest.fixture
def keeper(browser, event):
    return browser.sign_in(host(event))


def shown(keeper, event, picture: bytes, **fields) -> str:
    photo = FileStorage(io.BytesIO(picture), "x.jpg", "photo")
    boundary, body = encode_multipart({"photo": photo} | fields)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = keeper.post(
        f"/events/{event.slug}/door/scans", data=body, content_type=kind, headers=SCRIPT
    )
    assert answer.status_code in (200, 204)
    return answer.text


def half_torn(picture):
    torn = picture.copy()
    ImageDraw.Draw(torn).rectangle((0, 0, torn.width, torn.height // 2), fill=(168, 150, 130))
    return torn


def dog_eared(picture):
    """A code of which a corner without a mark is gone; what is left makes up for it."""
    torn = picture.copy()
    side = torn.width
    ImageDraw.Draw(torn).polygon([(side, side), (side - 60, side), (side, side - 60)], fill="white")
    return torn


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda it: frame(it, tilt=33),
        lambda it: dark(frame(it), 0.25),
        lambda it: frame(it).filter(ImageFilter.GaussianBlur(1.5)),
        lambda it: noise(frame(it), 0.3),
        lambda it: frame(dog_eared(it)),
    ],
    ids=["tilted", "dark", "blurred", "grainy", "dog-eared"],
)
def test_a_ticket_in_a_bad_picture_lets_in(keeper, event, spoiled):
    place = a_guest(event, family_name="Okafor")
    plate = shown(keeper, event, stored(spoiled(code(ticket_url(place)))))
    assert 'data-code="OK"' in plate
    assert "Okafor" in plate


def test_a_photo_of_fifty_megapixels_lets_in(keeper, event):
    place = a_guest(event)
    photo = frame(code(ticket_url(place), side=900), size=(8660, 5774), tilt=5)
    assert 'data-code="OK"' in shown(keeper, event, stored(photo, quality=80))


@pytest.mark.parametrize(
    "picture",
    [frame(half_torn(code())), frame(), frame(code()).filter(ImageFilter.GaussianBlur(20))],
)
def test_a_code_beyond_reading_is_told_and_says_what_to_do(keeper, event, picture):
    plate = shown(keeper, event, stored(picture))
    assert 'data-code="UNREAD"' in plate
    assert 'data-tone="wait"' in plate
    assert "look for the name" in plate


@pytest.mark.parametrize("frame_of_film", [{}, {"frame": "1"}])
def test_of_two_tickets_in_one_picture_neither_lets_in(keeper, event, frame_of_film):
    codes = [code(ticket_url(a_guest(event)), 260) for _ in range(2)]
    picture = stored(frame(*codes, size=(1200, 600)))
    assert "One at a time" in shown(keeper, event, picture, **frame_of_film)
    assert present_ids(event) == set()


def test_a_ticket_beside_another_code_is_the_one_that_counts(keeper, event):
    place = a_guest(event)
    codes = [code("WIFI:S:cafe;;", 260), code(ticket_url(place), 260)]
    assert 'data-code="OK"' in shown(keeper, event, stored(frame(*codes, size=(1200, 600))))


def test_the_same_ticket_twice_in_one_picture_is_one():
    assert ticket_among([MINE, MINE]) == MINE
    assert ticket_among([MINE, OTHER]) is Unclear.TWO_TICKETS
    assert ticket_among(["https://example.org"]) == "https://example.org"
    assert ticket_among([]) is Unclear.NO_CODE


@pytest.mark.parametrize(
    "text", ["https://example.org/", "https://evil.example/t/x", "WIFI:S:cafe;;", "絆", MINE]
)
def test_a_strangers_code_says_so_and_points_to_the_list(keeper, event, text):
    plate = shown(keeper, event, stored(frame(code(text))))
    assert 'data-code="UNKNOWN"' in plate
    assert 'data-tone="no"' in plate
    assert "no ticket for this event" in plate
    assert "example" not in plate.replace("kizuna.example", "")


def test_a_ticket_of_another_evening_is_named_with_its_day(keeper, event):
    other = an_event(event.group, title="Next month")
    plate = shown(keeper, event, stored(frame(code(ticket_url(a_guest(other))))))
    assert 'data-code="WRONG_EVENT"' in plate
    assert "Next month" in plate
    assert "good on that day" in plate


def test_film_of_a_strangers_code_is_shown_once_to_whoever_looks_into_it(keeper, event):
    picture = stored(frame(code("https://example.org/")))
    for _frame in range(4):
        shown(keeper, event, picture, frame="1", id=str(uuid4()))
    assert len(attempts_at(event)) == 1
    assert db.session.query(Attempt).count() == 4  # each keeps its answer
    shown(keeper, event, picture, id=str(uuid4()))  # somebody meant it
    assert len(attempts_at(event)) == 2


def test_the_page_without_scripts_says_the_same(keeper, event):
    sent = {"photo": (io.BytesIO(stored(frame())), "x.jpg")}
    page = keeper.post(f"/events/{event.slug}/door/scans", data=sent).text
    assert "<html" in page
    assert "Not read" in page
    assert "Come closer" in page
