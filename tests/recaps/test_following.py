"""The links of a recap: one tap without signing in, and nothing that opening alone would do."""

from datetime import timedelta

import pytest

from app.connections.queries import between, side_of
from app.connections.rules import State as Tie
from app.kit.clock import now
from app.kit.db import db
from app.matching.models.likes import Answer, Like
from app.matching.rules.feedback import Said
from app.recaps.links import about_url, say_url
from app.recaps.models import Feedback
from app.registrations.models import Registration
from app.registrations.states import ListVisibility, Source
from tests.factories import a_member, a_seat, an_arrival, blocked, connected
from tests.recaps.evenings import a_guest, an_evening, closed

pytestmark = pytest.mark.usefixtures("transaction")


@pytest.fixture
def evening():
    event = an_evening()
    aoi, ren = a_guest(event, "Aoi"), a_guest(event, "Ren")
    closed()
    return event, aoi, ren


def path(url):
    return url.removeprefix("http://localhost")


def about(event, reader, person, tap=""):
    return path(about_url(event, reader, person, tap))


def test_opening_a_link_changes_nothing(browser, evening, count):
    event, aoi, ren = evening
    for tap in ("like", "met", "connect"):
        answer = browser.get(about(event, aoi, ren, tap))
        assert answer.status_code == 200
        assert "Nothing has happened yet" in answer.text
    assert count(Like) == count(Answer) == 0
    assert between(aoi, ren) is None


def test_one_press_marks_somebody_and_says_so_afterwards(browser, evening):
    event, aoi, ren = evening
    there = about(event, aoi, ren)
    assert "silently" in browser.post(there, data={"tap": "like"}, follow_redirects=True).text
    assert db.session.get(Like, (aoi.id, ren.id)).event_id == event.id


def test_two_who_mark_each_other_from_their_letters_are_connected(browser, evening):
    event, aoi, ren = evening
    browser.post(about(event, aoi, ren), data={"tap": "like"})
    browser.post(about(event, ren, aoi), data={"tap": "like"})
    assert between(aoi, ren).state == Tie.ACTIVE


def test_whether_they_met_is_kept_and_may_be_put_right(browser, evening):
    event, aoi, ren = evening
    for tap, said in (("met", Said.MET), ("not_met", Said.NOT_MET)):
        browser.post(about(event, aoi, ren), data={"tap": tap})
        assert db.session.scalars(db.select(Answer.said)).one() == said


def test_asking_to_connect_is_one_press_too(browser, evening):
    event, aoi, ren = evening
    answer = browser.post(about(event, aoi, ren), data={"tap": "connect"}, follow_redirects=True)
    tie = between(aoi, ren)
    assert tie.is_asked_by(aoi, now())
    assert tie.event_id == event.id
    assert "connected once they say yes" in answer.text


def test_a_cadence_is_one_press_and_nobody_else_notices(browser, evening):
    event, aoi, ren = evening
    tie = connected(aoi, ren)
    for tap, days in (("fortnight", 14), ("never", None)):
        browser.post(about(event, aoi, ren), data={"tap": tap})
        assert side_of(tie, aoi).cadence_days == days
    assert side_of(tie, ren).cadence_days is None


def test_what_is_not_offered_is_refused(browser, evening):
    event, aoi, ren = evening
    connected(aoi, ren)
    there = about(event, aoi, ren)
    assert "no longer" in browser.post(there, data={"tap": "like"}, follow_redirects=True).text
    assert browser.post(there, data={"tap": "dance"}).status_code == 400
    assert db.session.get(Like, (aoi.id, ren.id)) is None


def test_a_link_is_good_for_its_reader_and_person_alone(browser, evening):
    event, aoi, ren = evening
    mio = a_guest(event, "Mio")
    token = about(event, aoi, ren).rsplit("/", 1)[-1]
    for reader, person in ((aoi, mio), (mio, ren), (ren, aoi)):
        wrong = about(event, reader, person).rsplit("/", 1)[0]
        assert browser.get(f"{wrong}/{token}").status_code == 404
        assert browser.post(f"{wrong}/{token}", data={"tap": "like"}).status_code == 404


@pytest.mark.parametrize("ending", ["block", "leaves", "hides", "removed"])
def test_a_link_names_nobody_who_may_not_be_named_any_more(browser, evening, ending):
    event, aoi, ren = evening
    there = about(event, aoi, ren)
    seat = db.session.query(Registration).where(Registration.attendee_id == ren.id).one()
    match ending:
        case "block":
            blocked(ren, aoi)
        case "leaves":
            ren.disabled_at = now()
        case "hides":
            seat.list_visibility = ListVisibility.ORGANIZERS
        case "removed":
            db.session.query(Registration).where(Registration.attendee_id == aoi.id).delete()
    db.session.commit()
    for answer in (browser.get(there), browser.post(there, data={"tap": "like"})):
        assert answer.status_code == 404
        assert "Ren" not in answer.text


def test_who_did_not_come_has_nobody_to_tap(browser):
    event = an_evening()
    ren, missing = a_guest(event, "Ren"), a_guest(event, "Mio", came=False)
    closed()
    assert browser.get(about(event, missing, ren)).status_code == 404
    assert browser.get(path(say_url(event, missing))).status_code == 404


def test_a_guest_of_the_door_is_asked_how_it_was_but_about_nobody(browser):
    event = an_evening()
    ren, guest = a_guest(event, "Ren"), a_member("Mio")
    an_arrival(a_seat(event, guest, source=Source.WALK_IN))
    closed()
    assert browser.get(about(event, guest, ren)).status_code == 404
    browser.post(path(say_url(event, guest)), data={"face": "glad", "words": "warm"})
    assert db.session.get(Feedback, (event.id, guest.id)).words == "warm"


def test_an_answer_is_prepared_by_the_letter_and_sent_by_the_reader(browser, evening, count):
    event, aoi, _ren = evening
    page = browser.get(path(say_url(event, aoi, "glad"))).text
    assert 'value="glad" checked' in page
    assert count(Feedback) == 0
    browser.post(path(say_url(event, aoi)), data={"face": "fair", "words": ""})
    assert 'value="fair" checked' in browser.get(path(say_url(event, aoi))).text
    wrong = browser.post(path(say_url(event, aoi)), data={"face": "", "words": "kept words"})
    assert "kept words" in wrong.text


def test_links_are_over_after_a_month(browser, evening, later):
    event, aoi, ren = evening
    later(days=31)
    assert browser.get(about(event, aoi, ren)).status_code == 410
    assert browser.post(path(say_url(event, aoi)), data={"face": "glad"}).status_code == 410


def test_a_link_acts_for_its_reader_whoever_is_signed_in(browser, evening):
    event, aoi, ren = evening
    browser.sign_in(a_member("Somebody"))
    browser.post(about(event, aoi, ren), data={"tap": "met"})
    assert db.session.scalars(db.select(Answer.member_id)).one() == aoi.id


def test_the_evening_has_to_be_over(browser):
    event = an_evening(starts_at=now() - timedelta(minutes=30))
    aoi, ren = a_guest(event, "Aoi"), a_guest(event, "Ren")
    assert browser.get(about(event, aoi, ren)).status_code == 404
