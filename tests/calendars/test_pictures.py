"""The picture that goes along with a link."""

from io import BytesIO

import pytest
from PIL import Image

from app.calendars import pictures
from app.calendars.pictures import broken, fitted, share_picture, width
from app.events.rules import Openness
from tests.factories import an_event

LONG = "異業種交流会 " + "とても長い題名の会" * 20


def opened(content):
    return Image.open(BytesIO(content))


def test_the_picture_has_the_size_that_others_expect(browser):
    answer = browser.get(f"/events/{an_event().slug}/picture.png")
    assert answer.mimetype == "image/png"
    assert opened(answer.data).size == (1200, 630)


def test_an_event_strangers_may_not_see_has_no_picture_for_them(browser):
    event = an_event(openness=Openness.MEMBERS)
    assert browser.get(f"/events/{event.slug}/picture.png").status_code == 404


def test_two_events_look_different():
    assert share_picture("a", "T", "W", "H") != share_picture("b", "T", "W", "H")


@pytest.mark.parametrize("title", ["", "Rust night", LONG, "x" * 120, "<b>&\"'", "🎉" * 40])
def test_every_title_fits_on_two_lines(title):
    size, lines = fitted(title)
    assert len(lines) <= pictures.MOST_LINES
    assert all(width(line) * size <= pictures.WIDTH - 2 * pictures.MARGIN + size for line in lines)
    assert share_picture("seed", title, "", "").startswith(b"\x89PNG")


def test_a_title_breaks_between_words():
    assert broken("People who meet in order to help each other", 12) == [
        "People who meet in",
        "order to help each",
        "other",
    ]


def test_without_japanese_letters_the_cover_stands_alone(monkeypatch):
    monkeypatch.setattr(pictures, "can_write", lambda: False)
    drawn = opened(share_picture.__wrapped__("seed", "題名", "いつ", "だれ")).convert("RGB")
    monkeypatch.setattr(pictures, "can_write", lambda: True)
    assert drawn.size == (1200, 630)
    assert drawn.tobytes() != opened(share_picture.__wrapped__("seed", "題名", "", "")).tobytes()
