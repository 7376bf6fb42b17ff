"""The pages about keeping in touch, for their owner alone."""

from datetime import timedelta

from app.connections.queries import side_of
from app.keeping.models import Target
from app.keeping.operations import fill_target, keep_up, look_for, note_favour
from app.keeping.queries import aim_of, favours_of, goals_of, open_targets, timeline
from app.keeping.rules import Cadence, Direction, Horizon, Touch
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_member, an_event, connected


def test_somebody_says_how_often_and_is_reminded(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    tie.connected_at = now() - timedelta(days=40)
    db.session.commit()
    browser.sign_in(aoi)
    browser.post(f"/people/{ren.public_id}/cadence", data={"cadence": "30"})
    assert "Ren" in browser.get("/connections/touch").text
    browser.post(f"/people/{ren.public_id}/snooze")
    assert "Nobody is waiting" in browser.get("/connections/touch").text


def test_being_in_touch_is_written_down_with_its_day(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    browser.sign_in(aoi)
    there = f"/people/{ren.public_id}/touches"
    day = (now() - timedelta(days=3)).date()
    browser.post(there, data={"touch-kind": "met", "touch-day": day.isoformat()})
    (entry,) = timeline(tie, aoi, now())
    assert (entry.kind, entry.at.date()) == (Touch.MET, day)
    tomorrow = (now() + timedelta(days=3)).date().isoformat()
    answer = browser.post(
        there, data={"touch-kind": "met", "touch-day": tomorrow, "touch-words": "kept"}
    )
    assert "still to come" in answer.text
    assert "kept" in answer.text


def test_a_favour_is_written_down(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    browser.sign_in(aoi)
    sent = {"favour-direction": "received", "favour-words": "a book"}
    browser.post(f"/people/{ren.public_id}/favours", data=sent)
    assert [line.direction for line in favours_of(tie, aoi)] == [Direction.RECEIVED]
    assert "a book" in browser.get(f"/people/{ren.public_id}/touch").text
    browser.sign_in(ren)
    assert "a book" not in browser.get(f"/people/{aoi.public_id}/touch").text


def test_goals_targets_and_the_aim_are_kept(transaction, browser):
    aoi = a_member("Aoi")
    browser.sign_in(aoi)
    browser.post("/connections/goals", data={"three_years": "a shop of my own"})
    browser.post("/connections/targets", data={"target-words": "landlords", "target-industry": ""})
    browser.post("/connections/aim", data={"people": "２", "is_told": "y"})
    assert goals_of(aoi) == {Horizon.THREE_YEARS: "a shop of my own"}
    target = db.session.scalars(db.select(Target)).one()
    for action, word in (("fill", "Look for them again"), ("reopen", "I have met one")):
        browser.post(f"/connections/targets/{target.id}", data={"action": action})
        assert word in browser.get("/connections/goals").text
    assert (aim_of(aoi).people, aim_of(aoi).is_told) == (2, True)
    answer = browser.post("/connections/aim", data={"people": "99"})
    assert "Between 0 and 7" in answer.text


def test_nobody_changes_the_targets_of_somebody_else(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    browser.sign_in(aoi)
    browser.post("/connections/targets", data={"target-words": "landlords", "target-industry": ""})
    target = db.session.scalars(db.select(Target)).one()
    browser.sign_in(ren)
    answer = browser.post(f"/connections/targets/{target.id}", data={"action": "drop"})
    assert answer.status_code == 404


def test_the_timeline_is_handed_out_as_a_file(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    connected(aoi, ren)
    browser.sign_in(aoi)
    sent = {"touch-kind": "talked", "touch-words": "=cmd()"}
    browser.post(f"/people/{ren.public_id}/touches", data=sent)
    answer = browser.get(f"/people/{ren.public_id}/timeline.csv")
    assert answer.text.startswith("\ufeff")
    assert "We talked or wrote" in answer.text
    assert ",=cmd()" not in answer.text


def test_the_picture_and_the_review_are_drawn(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    browser.sign_in(aoi)
    assert "How you met" in browser.get("/connections/picture").text
    assert "All in balance" in browser.get("/connections/review").text
    for _ in range(3):
        note_favour(tie, aoi, Direction.GAVE, "x", at=now())
    keep_up(tie, aoi, Cadence.MONTH, at=now())
    db.session.commit()
    assert "You gave 3 and received 0" in browser.get("/connections/review").text
    browser.post(f"/people/{ren.public_id}/review")
    assert "All in balance" in browser.get("/connections/review").text
    assert side_of(tie, aoi).cadence_days == 30


def test_whoever_received_more_is_offered_to_say_thank_you(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    for _ in range(3):
        note_favour(tie, aoi, Direction.RECEIVED, "x", at=now())
    db.session.commit()
    page = browser.sign_in(aoi).get("/connections/review").text
    assert f"/thanks/{ren.public_id}" in page


def test_a_page_about_somebody_one_does_not_know_does_not_exist(transaction, browser):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    browser.sign_in(aoi)
    assert browser.get(f"/people/{ren.public_id}/touch").status_code == 404


def test_events_that_name_whom_one_looks_for_are_suggested_until_one_has_met_one(
    transaction, browser
):
    aoi, ren = a_member(), a_member()
    an_event(title="Evening A", summary="投資家と話す夜")
    an_event(title="Evening B", summary="A walk along the river")
    look_for(aoi, "投資家", "", at=now())
    db.session.commit()

    def chosen(member):
        page = browser.sign_in(member).get("/events?mine=1").text.partition("<main")[2]
        return "Evening A" in page, "Evening B" in page, "You would like to meet: 投資家" in page

    assert chosen(aoi) == (True, False, True)
    assert chosen(ren) == (False, False, False)
    fill_target(open_targets(aoi)[0], at=now())
    db.session.commit()
    assert chosen(aoi) == (False, False, False)
