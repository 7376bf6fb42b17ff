"""One list of all that waits for moderators, and nothing in it that is about themselves."""

from datetime import timedelta

import pytest

from app.introductions.models import Introduction
from app.introductions.operations import (
    Complaint,
    NothingToScreen,
    Refusing,
    clear_marks,
    forward,
    refuse_firmly,
)
from app.introductions.rules import Flag, Scope, State, Trouble
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Report
from app.moderation.rules import Complaint as Told
from app.moderation.rules import Kind
from app.notifications.models import Mail
from app.safety.operations import report_person, settle
from app.safety.queries import Waits, signals_about, waiting_for
from tests.factories import a_group, a_member, a_seat, an_event, owner_of
from tests.introductions.conftest import NOTE, WISH, asked, three

__all__ = ["three"]

RICH = "Passive income for everybody who listens to me for an hour."
PUSHY = Refusing(complaint=Complaint(Trouble.MONEY, "They want me to invest."))


def held_request(asker, target) -> Introduction:
    row = asked(asker, target, type(WISH)(RICH, WISH.offer, False, ()))
    assert row.state == State.SCREENING
    return row


def reported_request(three) -> Introduction:
    """Passed on, and told to the moderators by whoever was asked."""
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    refuse_firmly(row, PUSHY, by=mio, at=now())
    return row


def seen_by(member):
    return [(one.kind, one.about) for one in waiting_for(member, now())]


def test_reports_requests_and_trouble_stand_in_one_list_the_longest_waiting_first(three, browser):
    aoi, _ren, mio = three
    staff, kai = a_member("Staff", is_staff=True), a_member("Kai")
    told = report_person(kai, Told(Kind.SALES, "Sold me a seminar."), by=mio, at=now())
    told.at = now() - timedelta(days=2)
    reported_request(three)
    held = held_request(aoi, a_member("Yui"))
    db.session.commit()
    assert seen_by(staff)[0] == (Waits.REPORT, kai)
    assert {kind for kind, _about in seen_by(staff)} == {Waits.REPORT, Waits.REQUEST}
    page = browser.sign_in(staff).get("/safety/").text
    assert page.count("<tr>") == 1 + len(seen_by(staff))
    assert f"/introductions/screening#{held.public_id}" in page
    assert RICH not in page


def test_trouble_with_an_introduction_comes_with_evidence_signs_and_measures(three, browser):
    aoi, ren, mio = three
    staff = a_member("Staff", is_staff=True)
    reported_request(three)
    (one,) = [one for one in waiting_for(staff, now()) if one.report]
    assert one.about == aoi
    assert one.report.by_id == mio.id
    (line,) = one.report.evidence["lines"]
    assert WISH.purpose in line["text"]
    assert NOTE not in str(one.report.evidence)
    assert signals_about(aoi, now()) is not None
    path = f"/safety/{one.report.public_id}"
    browser.sign_in(staff).post(f"{path}/opening")
    page = browser.get(path).text
    assert WISH.purpose in page
    assert NOTE not in page
    assert ren.given_name not in page
    assert browser.post(f"{path}/measures", data={"deed": "warned", "words": "Do not."}).location
    assert db.session.query(Mail).filter_by(member_id=aoi.id, kind="safety.warned").count() == 1
    assert browser.post(f"{path}/settlement", data={"words": ""}).status_code == 303
    assert not [one for one in waiting_for(staff, now()) if one.report]


def test_it_names_the_evening_of_first_contact_and_whoever_holds_it_sees_nothing(three):
    aoi, _ren, mio = three
    begun = now() - timedelta(days=40)
    group = a_group(slug="weave")
    evening = an_event(group, starts_at=begun, ends_at=begun + timedelta(hours=2))
    for one in (aoi, mio):
        a_seat(evening, one)
    reported_request(three)
    filed = db.session.query(Report).one()
    assert (filed.event_id, filed.first_contact_at) == (evening.id, begun)
    assert waiting_for(owner_of(group), now()) == []


def test_settling_it_tells_the_introducer_no_more_than_that_and_only_once(three):
    reported_request(three)
    staff = a_member("Staff", is_staff=True)
    (one,) = [one for one in waiting_for(staff, now()) if one.report]
    settle(one.report, "", by=staff, at=now())
    kinds = {mail.kind for mail in db.session.query(Mail).filter_by(member_id=three[1].id)}
    assert "introduction.taken_care_of" not in kinds  # unless they wish to hear of it


@pytest.mark.parametrize("part", [0, 1, 2], ids=["asks", "connects", "is asked"])
def test_a_moderator_sees_no_request_they_have_a_part_in(three, browser, part):
    held = held_request(three[0], three[2])
    held.connector = three[1]
    three[part].is_staff = True
    db.session.commit()
    assert seen_by(three[part]) == []
    browser.sign_in(three[part])
    assert RICH not in browser.get("/introductions/screening").text
    path = f"/introductions/screening/{held.public_id}"
    assert browser.post(f"{path}/release").status_code == 404
    assert browser.post(f"{path}/refusal", data={"rule": "money"}).status_code == 404
    db.session.refresh(held)
    assert held.state == State.SCREENING
    assert Flag.MONEY in held.flags


def test_a_moderator_clears_no_marks_of_their_own(three):
    staff = a_member("Staff", is_staff=True)
    with pytest.raises(NothingToScreen):
        clear_marks(staff, by=staff, at=now())


def test_a_moderator_does_not_see_trouble_that_is_told_of_them(three):
    three[0].is_staff = True
    reported_request(three)
    assert seen_by(three[0]) == []


def test_an_owner_sees_reports_of_their_own_evenings_and_no_requests(three, browser):
    held_request(three[0], three[2])
    group = a_group(slug="weave")
    db.session.commit()
    assert seen_by(owner_of(group)) == []
    page = browser.sign_in(owner_of(group)).get("/safety/")
    assert page.status_code == 200
    assert "Nothing waits for you" in page.text
