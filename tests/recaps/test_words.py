"""What organizers add to a recap, and what those who came answer."""

from datetime import timedelta

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.recaps.operations import CannotAnswer, answer
from app.recaps.queries import feedback_on, words_for
from app.recaps.rules import Face, rush, share_told
from tests.factories import owner_of
from tests.recaps.evenings import a_guest, an_evening, closed

pytestmark = pytest.mark.usefixtures("transaction")


def composer(event):
    return f"/events/{event.slug}/organize/recap"


def recap_of(member):
    query = db.select(Mail).where(Mail.member_id == member.id, Mail.kind.startswith("recap."))
    return compose(db.session.scalars(query).one())


def test_words_and_materials_stand_in_the_letters_that_have_not_left(browser):
    event = an_evening()
    aoi, ren = a_guest(event, "Aoi"), a_guest(event, "Ren", came=False)
    closed()
    browser.sign_in(owner_of(event.group))
    sent = {"message": "Thank **you**", "materials": "The slides https://example.org/slides"}
    browser.post(composer(event), data=sent)
    came, missing = recap_of(aoi), recap_of(ren)
    assert "Thank you" in came.text
    assert "https://example.org/slides" in came.text
    assert "<strong>you</strong>" in came.html
    assert "https://example.org/slides" not in missing.text
    browser.post(composer(event), data=sent | {"shares_with_missing": "y"})
    assert "https://example.org/slides" in recap_of(ren).text


def test_a_line_without_an_address_is_said_by_its_number_and_nothing_is_lost(browser):
    event = an_evening()
    browser.sign_in(owner_of(event.group))
    lines = "Slides https://example.org/a\nNo address here\njavascript:alert(1)"
    page = browser.post(composer(event), data={"message": "kept", "materials": lines}).text
    assert "Line 2 has no address" in page
    assert "kept" in page
    assert "No address here" in page
    assert words_for(event) is None


@pytest.mark.parametrize("variant", ["attended", "no_show", "late_cancel", "waitlisted", "guest"])
def test_the_organizers_look_at_every_kind_before_it_leaves(browser, variant):
    event = an_evening()
    browser.sign_in(owner_of(event.group))
    for language in ("ja", "en"):
        asked = f"?variant={variant}&language={language}"
        assert browser.get(composer(event) + asked).status_code == 200
        letter = browser.get(f"{composer(event)}/letter{asked}")
        assert f'lang="{language}"' in letter.text
        assert "default-src 'none'" in letter.headers["Content-Security-Policy"]


def test_a_test_goes_to_its_author_alone_and_says_so(browser):
    event = an_evening()
    owner = owner_of(event.group)
    browser.sign_in(owner)
    browser.post(f"{composer(event)}/test", data={"variant": "no_show"})
    mail = db.session.scalars(db.select(Mail)).one()
    assert mail.member_id == owner.id
    assert compose(mail).subject.startswith("[TEST] ")


def test_only_organizers_compose(browser):
    event = an_evening()
    browser.sign_in(a_guest(event, "Aoi"))
    assert browser.get(composer(event)).status_code == 403
    assert browser.post(composer(event)).status_code == 403
    assert browser.post(f"{composer(event)}/test").status_code == 403


def test_whoever_came_answers_may_change_it_and_take_it_back(browser):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    closed()
    there = f"/events/{event.slug}/recap"
    browser.sign_in(aoi)
    assert "How was it for you?" in browser.get(f"{there}?face=glad").text
    browser.post(f"{there}/answer", data={"face": "glad", "words": "warm"})
    browser.post(f"{there}/answer", data={"face": "fair", "words": "warm"})
    assert "Take my answer back" in browser.get(there).text
    browser.post(f"{there}/answer/undo")
    assert "Take my answer back" not in browser.get(there).text


def test_an_answer_without_a_face_is_asked_for_again_and_keeps_the_words(browser):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    closed()
    page = browser.sign_in(aoi).post(f"/events/{event.slug}/recap/answer", data={"words": "warm"})
    assert "warm" in page.text
    assert feedback_on(event).number is None


def test_whoever_did_not_come_does_not_answer():
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    closed()
    with pytest.raises(CannotAnswer):
        answer(event, Face.GLAD, "", by=missing, at=now())


def test_answers_are_read_once_five_have_answered_and_small_numbers_stay_hidden():
    event = an_evening()
    guests = [a_guest(event, f"Guest{number}") for number in range(6)]
    closed()
    for number, guest in enumerate(guests):
        assert feedback_on(event).number == (None if number < 5 else number)
        answer(event, Face.GLAD if number else Face.SAD, f"word {number}", by=guest, at=now())
        db.session.commit()
    voices = feedback_on(event)
    assert voices.number == 6
    assert voices.faces[Face.GLAD] == 5
    assert voices.faces[Face.SAD] is None
    assert sorted(voices.words) == [f"word {number}" for number in range(6)]


def test_a_share_is_told_only_where_neither_part_points_at_somebody():
    assert share_told(45, 50) == 90
    assert share_told(50, 50) == 100
    assert share_told(47, 50) is None
    assert share_told(3, 50) is None
    assert share_told(0, 0) is None


def test_arrivals_are_drawn_in_steps_of_ten_minutes_without_small_ones():
    start = now().replace(minute=3, second=0, microsecond=0)
    early = [start] * 2
    crowd = [start + timedelta(minutes=12)] * 7
    found = rush(early + crowd)
    assert found.bars == [None, 7]
    assert found.begins_at == start - timedelta(minutes=3)
    assert found.peak == found.begins_at + timedelta(minutes=10)
    assert rush(early) is None
