from datetime import date, timedelta

import pytest

from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.profiles import studying
from app.profiles.queries import profile_of
from app.profiles.studying import MOST_SHOWN, EnoughNotes, note, notes_for, notes_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from tests.factories import a_member, a_seat, an_event, tagged

A_DAY = date(2026, 11, 2)


def a_learner(**visibility: str) -> User:
    member = tagged(a_member("Rei"), Facet.LEARNING, "bookkeeping")
    profile = profile_of(member)
    profile.visibility = visibility
    note(profile, "canary: depreciation is clear now", A_DAY)
    db.session.commit()
    return member


def test_a_log_is_its_owners_alone_unless_they_say_otherwise():
    member = a_learner()
    assert notes_for(profile_of(member), Closeness.MATCH) == []
    profile_of(member).visibility = {"study_log": "matches"}
    assert len(notes_for(profile_of(member), Closeness.MATCH)) == 1
    assert notes_for(profile_of(member), Closeness.MEMBER) == []


def test_where_the_topics_are_hidden_the_log_is_hidden_too():
    member = a_learner(study_log="members", learning="private")
    assert notes_for(profile_of(member), Closeness.MATCH) == []


def test_others_read_the_latest_lines_alone(browser):
    member, other = a_learner(study_log="matches"), a_member()
    for day in range(MOST_SHOWN + 1):
        note(profile_of(member), f"day {day}", A_DAY + timedelta(days=day + 1))
    event = an_event()
    for one in (member, other):
        a_seat(event, one)
    page = browser.sign_in(other).get(f"/people/{member.public_id}").text
    assert f"day {MOST_SHOWN}" in page
    assert "canary" not in page


def test_a_line_is_written_and_taken_off(browser):
    member = a_learner()
    browser.sign_in(member)
    today = now().date() - timedelta(days=2)
    data = {"words": "  Two   chapters  ", "on": today.isoformat()}
    assert browser.post("/profile/studies", data=data).location == "/profile/studies"
    assert "Two chapters" in browser.get("/profile/studies").text
    rows = list(db.session.scalars(notes_of(member.id)))
    assert [row.words for row in rows][:1] == ["Two chapters"]
    assert browser.post(f"/profile/studies/{rows[0].id}/removal").status_code == 303
    assert "Two chapters" not in browser.get("/profile/studies").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Please write a few words."),
        ({"words": "x" * 201}, "At most 200 characters"),
        ({"on": "2999-01-01"}, "Please give a day that has come"),
        ({"on": "0001-01-01"}, "Please give a day that has come"),
        ({"on": "soon"}, "Not a valid date value"),
    ],
)
def test_a_wrong_line_comes_back_as_it_was_typed(browser, wrong, sentence):
    data = {"words": "Two chapters", "on": "2026-01-01"} | wrong
    answer = browser.sign_in(a_learner()).post("/profile/studies", data=data)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert f'value="{data["words"]}"' in answer.text


def test_the_log_of_others_does_not_exist(browser):
    row = db.session.scalars(notes_of(a_learner().id)).one()
    browser.sign_in(a_member())
    assert "canary" not in browser.get("/profile/studies").text
    assert browser.post(f"/profile/studies/{row.id}/removal").status_code == 404


def test_a_log_has_an_end(monkeypatch):
    member = a_learner()
    monkeypatch.setattr(studying, "MOST_NOTES", 1)
    with pytest.raises(EnoughNotes):
        note(profile_of(member), "one more", A_DAY)
