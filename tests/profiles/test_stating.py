from datetime import timedelta

from app.accounts.models import User
from app.kit.clock import now
from app.kit.db import db
from app.profiles import stating
from app.profiles.queries import profile_of
from app.profiles.stating import MOST_KEPT, said_before, say_again, state
from tests.factories import a_member, a_seat, an_event
from tests.profiles.test_views import fresh, sent


def who_says(*words: str) -> User:
    """Somebody who has said these things, one a day."""
    member = a_member("Rei")
    for day, each in enumerate(words):
        state(profile_of(member), each, at=now() - timedelta(days=len(words) - day))
        db.session.commit()
    return member


def words_before(member: User) -> list[str]:
    return [past.words for past in said_before(member.id)]


def test_what_is_said_anew_keeps_what_was_said_before():
    member = who_says("one", "two", "three")
    assert fresh(member).statement == "three"
    assert words_before(member) == ["two", "one"]
    earlier, earliest = said_before(member.id)
    assert earliest.until == earlier.since


def test_the_same_words_are_not_said_twice():
    member = who_says("one", "one")
    assert words_before(member) == []


def test_to_fall_silent_keeps_the_last_words_too():
    member = who_says("one", "")
    profile = fresh(member)
    assert (profile.statement, profile.statement_at) == ("", None)
    assert words_before(member) == ["one"]


def test_earlier_words_can_be_said_again():
    member = who_says("one", "two")
    say_again(said_before(member.id)[0], profile_of(member), at=now())
    db.session.commit()
    assert fresh(member).statement == "one"
    assert words_before(member) == ["two"]


def test_the_oldest_words_go_when_there_are_many():
    member = who_says(*map(str, range(MOST_KEPT + 3)))
    kept = words_before(member)
    assert len(kept) == MOST_KEPT
    assert kept[0] == str(MOST_KEPT + 1)


def test_a_profile_is_stated_and_restored_from_the_browser(browser):
    member = a_member()
    browser.sign_in(member)
    for words in ("First\r\nline", "Second thoughts"):
        assert browser.post("/profile", data=sent(statement=words)).status_code == 303
    page = browser.get("/profile/statements").text
    assert "Second thoughts" in page
    assert "First\nline" in page
    past = stating.said_before(member.id)[0]
    assert browser.post(f"/profile/statements/{past.id}/again").status_code == 303
    assert fresh(member).statement == "First\nline"
    rest = stating.said_before(member.id)[0]
    assert browser.post(f"/profile/statements/{rest.id}/removal").status_code == 303
    db.session.expire_all()
    assert words_before(member) == []
    assert fresh(member).statement == "First\nline"


def test_a_statement_that_is_too_long_comes_back_with_the_form(browser):
    member = a_member()
    answer = browser.sign_in(member).post("/profile", data=sent(statement="想" * 601))
    assert "At most 600 characters, please; these are 601." in answer.text
    assert "想" * 601 in answer.text
    assert fresh(member).statement == ""
    answer = browser.post("/profile", data=sent(not_for="x" * 121))
    assert "at most 120" in answer.text


def test_earlier_words_of_others_do_not_exist(browser):
    past = said_before(who_says("one", "two").id)[0]
    browser.sign_in(a_member())
    for deed in ("again", "removal"):
        assert browser.post(f"/profile/statements/{past.id}/{deed}").status_code == 404
    assert words_before(db.session.get_one(User, past.member_id)) == ["one"]


def test_others_read_the_present_words_and_never_the_earlier_ones(browser):
    member, other = who_says("canary-before", "canary-now"), a_member()
    event = an_event()
    for one in (member, other):
        a_seat(event, one)
    page = browser.sign_in(other).get(f"/people/{member.public_id}").text
    assert "canary-now" in page
    assert "canary-before" not in page
    profile_of(member).visibility = {"statement": "private"}
    db.session.commit()
    assert "canary-" not in browser.get(f"/people/{member.public_id}").text


def test_whoever_is_about_to_ask_reads_whom_one_would_rather_not_hear_from(browser):
    member, other = a_member("Rei"), a_member()
    profile_of(member).not_for = "canary insurance"
    event = an_event()
    for one in (member, other):
        a_seat(event, one)
    browser.sign_in(other)
    for path in (f"/people/{member.public_id}", f"/introductions/new/{member.public_id}"):
        assert "canary insurance" in browser.get(path).text
    profile_of(member).visibility = {"not_for": "private"}
    db.session.commit()
    assert "canary insurance" not in browser.get(f"/people/{member.public_id}").text
