from datetime import timedelta

import pytest

from app.accounts.models import SignIn, User
from app.accounts.operations import new_api_token
from app.groups.models import Ban
from app.introductions.operations import consent, forward
from app.introductions.rules import Scope
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block, Measure, Report
from app.moderation.queries import is_asking_paused
from app.moderation.rules import KEPT_FOR, Complaint, Deed, Kind, State, Subject
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations.states import ListVisibility
from app.relay.models import RelayedMessage
from app.relay.rules import Matter
from app.safety.operations import (
    NobodyLeft,
    Overtaken,
    ReportedEnough,
    TooLateToReport,
    act,
    forget_reports,
    report_event,
    report_message,
    report_person,
    settle,
)
from app.safety.queries import (
    Signal,
    contact_between,
    person_to_report,
    signals_about,
    visible_reports,
)
from tests.factories import a_group, a_member, a_seat, an_event, blocked, connected, owner_of, saved
from tests.introductions.conftest import NOTE, came, glad, needed, open_to

TOLD = Complaint(Kind.SALES, "After dinner they sold me a seminar.")


@pytest.fixture
def met():
    """Two people who met at an event two months ago."""
    begun = now() - timedelta(days=60)
    event = an_event(starts_at=begun, ends_at=begun + timedelta(hours=2))
    one, other = a_member("Ren"), a_member("Kai", "Mori")
    for person in (one, other):
        a_seat(event, person)
    return one, other, event


def reported(one, other, **given):
    made = report_person(other, TOLD, by=one, at=now(), **given)
    db.session.commit()
    return made


def seen_by(member):
    return db.session.scalars(visible_reports(member)).all()


def test_a_report_belongs_to_the_event_where_the_two_first_met(met):
    one, other, event = met
    later = an_event(starts_at=now() - timedelta(days=5), ends_at=now() - timedelta(days=4))
    for person in (one, other):
        a_seat(later, person)
    report = reported(one, other)
    assert (report.event_id, report.group_id) == (event.id, event.group_id)
    assert report.first_contact_at == event.starts_at


@pytest.mark.parametrize(("days", "is_taken"), [(360, True), (370, False)])
def test_a_report_is_taken_until_a_year_after_the_last_contact(days, is_taken):
    begun = now() - timedelta(days=days)
    event = an_event(starts_at=begun, ends_at=begun + timedelta(hours=2))
    one, other = a_member(), a_member()
    for person in (one, other):
        a_seat(event, person)
    if is_taken:
        assert reported(one, other).event_id == event.id
    else:
        with pytest.raises(TooLateToReport):
            reported(one, other)


def test_a_person_gone_out_of_sight_can_still_be_reported_and_nobody_learns_of_a_block(met):
    one, other, _event = met
    assert person_to_report(one, other.public_id, now()) == other
    blocked(other, one)
    assert person_to_report(one, other.public_id, now()) == other
    assert person_to_report(a_member(), other.public_id, now()) is None


@pytest.mark.parametrize("has_reached_them", [True, False])
def test_whoever_asks_does_not_learn_by_reporting_whom_the_request_has_reached(has_reached_them):
    aoi, ren, mio = came(a_member("Aoi")), a_member("Ren"), a_member("Mio")
    connected(aoi, ren)
    connected(ren, mio)
    glad(ren)
    open_to(mio)
    row = needed(aoi, ren)
    if has_reached_them:
        forward(row, NOTE, Scope.CLOSE, by=ren, target=mio, at=now())
        assert person_to_report(mio, aoi.public_id, now()) == aoi
    assert person_to_report(aoi, mio.public_id, now()) is None
    assert contact_between(aoi, mio, now()) is None
    if has_reached_them:
        consent(row, (), by=mio, at=now())
        assert person_to_report(aoi, mio.public_id, now()) == mio


def test_the_page_names_no_evening_at_which_the_other_hid(app):
    one, other = a_member(), a_member()
    for days, title, visibility in (
        (9, "The hidden one", ListVisibility.ORGANIZERS),
        (5, "The open one", ListVisibility.PARTICIPANTS),
    ):
        at = now() - timedelta(days=days)
        evening = an_event(title=title, starts_at=at, ends_at=at + timedelta(hours=2))
        a_seat(evening, one)
        a_seat(evening, other, list_visibility=visibility)
    page = app.test_client().sign_in(one).get(f"/people/{other.public_id}/report").text
    assert "You first met at The open one" in page
    assert "The hidden one" not in page


def test_a_block_comes_in_the_same_step(met, count):
    one, other, _event = met
    reported(one, other, blocks=True)
    assert count(Block) == 1


def test_what_was_shown_and_written_is_kept_as_it_was(met):
    one, other, _event = met
    from app.profiles.queries import profile_of

    connected(one, other)
    profile_of(other).headline = "I sell nothing"
    letter = saved(
        RelayedMessage(
            matter=next(iter(Matter)), about_id=1, writer_id=other.id, reader_id=one.id,
            subject="Hello", body="A friend earns a lot with this.", arrived_as="x",
            received_at=now(),
        )
    )  # fmt: skip
    report = reported(one, other)
    profile_of(other).headline = "Something else"
    letter.body = ""
    db.session.commit()
    texts = [line["text"] for line in report.evidence["lines"]]
    assert "I sell nothing" in texts
    assert any("earns a lot" in text for text in texts)
    made = report_message(letter, TOLD, by=one, at=now())
    assert made.about_id == other.id


def test_ways_to_be_reached_are_in_no_evidence(met):
    one, other, _event = met
    from app.connections.operations import share
    from app.connections.rules import ContactField
    from app.profiles.queries import profile_of

    tie = connected(one, other)
    profile_of(other).phone = "canary-phone"
    share(tie, other, [ContactField.EMAIL, ContactField.PHONE], at=now())
    db.session.commit()
    report = reported(one, other)
    assert "canary-phone" not in str(report.evidence)
    assert other.email not in str(report.evidence)


def test_staff_see_every_report_but_those_about_themselves(met):
    one, other, _event = met
    report = reported(one, other)
    assert seen_by(a_member(is_staff=True)) == [report]
    other.is_staff = True
    db.session.commit()
    assert seen_by(other) == []


def test_owners_see_those_of_their_own_events_and_never_those_about_owners(met):
    one, other, event = met
    report = reported(one, other)
    owner = owner_of(event.group)
    assert seen_by(owner) == [report]
    assert seen_by(owner_of(a_group())) == []
    a_seat(event, owner)
    reported(one, owner)
    assert seen_by(owner) == [report]


def test_organizers_do_not_see_what_is_reported_about_their_event(met):
    one, _other, event = met
    report_event(event, Complaint(Kind.MONEY, "They asked for cash.", Subject.EVENT), by=one,
                 at=now())  # fmt: skip
    db.session.commit()
    assert seen_by(owner_of(event.group)) == []
    assert len(seen_by(a_member(is_staff=True))) == 1


def test_ten_reports_a_day_are_enough(met):
    one, other, _event = met
    for _ in range(10):
        reported(one, other)
    with pytest.raises(ReportedEnough):
        reported(one, other)


def test_the_reported_learns_nothing_of_who_it_was(met, browser):
    one, other, _event = met
    report = reported(one, other)
    act(report, Deed.WARNED, "Please sell nothing here.", by=a_member(is_staff=True), at=now())
    settle(report, "Warned once.", by=a_member(is_staff=True), at=now())
    db.session.commit()
    letters = [compose(mail) for mail in db.session.query(Mail).filter_by(member_id=other.id)]
    assert len(letters) == 1
    assert "Please sell nothing here." in letters[0].text
    for word in (one.full_name, one.given_name, "reported", "report"):
        assert word not in letters[0].text
    browser.sign_in(other)
    for path in ("/reports", "/connections", f"/people/{one.public_id}"):
        assert "seminar" not in browser.get(path).text
    assert browser.get(f"/safety/{report.public_id}").status_code == 403


def test_the_reporter_hears_that_somebody_has_looked_and_no_more(met):
    one, other, _event = met
    report = reported(one, other)
    act(report, Deed.SUSPENDED, "", by=a_member(is_staff=True), at=now())
    settle(report, "A known fraud.", by=a_member(is_staff=True), at=now())
    db.session.commit()
    (mail,) = db.session.query(Mail).filter_by(member_id=one.id, kind="safety.settled")
    text = compose(mail).text
    assert "We have looked" in text
    for word in ("fraud", "uspend", other.given_name):
        assert word not in text


def test_each_measure_does_what_it_says_and_is_written_down(met, count):
    one, other, event = met
    report, moderator = reported(one, other), a_member(is_staff=True)
    new_api_token(other, "mine", at=now())
    saved(SignIn(member_id=other.id, token_hash="t", started_at=now(), seen_at=now()))
    to_come = a_seat(an_event(), other)
    for deed in (Deed.NOTED, Deed.ASKING_PAUSED, Deed.BANNED, Deed.SUSPENDED):
        act(report, deed, "why", by=moderator, at=now())
    db.session.commit()
    assert is_asking_paused(other, now())
    assert db.session.query(Ban).filter_by(group_id=event.group_id, member_id=other.id).one()
    db.session.refresh(other)
    assert other.disabled_at is not None
    assert db.session.query(SignIn).filter_by(member_id=other.id, ended_at=None).count() == 0
    db.session.refresh(to_come)
    assert to_come.state == "cancelled"
    act(report, Deed.ASKING_ALLOWED, "", by=moderator, at=now())
    act(report, Deed.REINSTATED, "", by=moderator, at=now())
    assert not is_asking_paused(other, now())
    assert other.disabled_at is None
    assert count(Measure) == 6


def test_of_two_who_settle_at_once_one_is_told(met):
    one, other, _event = met
    report, moderator = reported(one, other), a_member(is_staff=True)
    settle(report, "", by=moderator, at=now())
    with pytest.raises(Overtaken):
        settle(report, "", by=moderator, at=now())


def test_there_is_nobody_to_act_upon_once_an_account_is_closed(met):
    one, other, _event = met
    report = reported(one, other)
    report.about_id = None
    db.session.commit()
    with pytest.raises(NobodyLeft):
        act(report, Deed.WARNED, "Please stop.", by=a_member(is_staff=True), at=now())
    act(report, Deed.NOTED, "Gone.", by=a_member(is_staff=True), at=now())


def test_signs_are_facts_about_the_account(met):
    _one, other, event = met
    assert Signal.MANY_REPORTERS not in signals_about(other, now())
    for _ in range(3):
        witness = a_member()
        a_seat(event, witness)
        reported(witness, other, blocks=True)
    found = signals_about(other, now())
    assert {Signal.MANY_REPORTERS, Signal.BLOCKED_BY_MANY} <= set(found)
    other.joined_at = now() - timedelta(days=3)
    assert Signal.NEW_ACCOUNT in signals_about(other, now())


def test_settled_reports_are_forgotten_after_a_year(met, count):
    one, other, _event = met
    report = reported(one, other)
    settle(report, "", by=a_member(is_staff=True), at=now())
    db.session.commit()
    assert forget_reports(now()) == 0
    assert forget_reports(now() + KEPT_FOR + timedelta(days=1)) == 1
    db.session.commit()
    assert count(Report) == count(Measure) == 0


def test_reporting_from_a_persons_page(browser, met, count):
    one, other, event = met
    browser.sign_in(one)
    path = f"/people/{other.public_id}/report"
    page = browser.get(path).text
    assert event.title in page
    wrong = browser.post(path, data={"kind": "sales", "words": "short"})
    assert "A few more words" in wrong.text
    assert "short</textarea>" in wrong.text
    answer = browser.post(path, data={"kind": "sales", "words": TOLD.words, "blocks": "y"})
    assert answer.location == "/reports"
    assert "Has arrived" in browser.get("/reports").text
    assert (count(Report), count(Block)) == (1, 1)
    assert browser.get(path).status_code == 200
    assert browser.get("/people/nobody/report").status_code == 404
    assert browser.get(f"/people/{one.public_id}/report").status_code == 404


def test_the_desk_shows_a_report_only_to_who_says_that_they_read_it(browser, met):
    one, other, _event = met
    report = reported(one, other)
    browser.sign_in(a_member(is_staff=True))
    assert other.family_name in browser.get("/safety/").text
    closed = browser.get(f"/safety/{report.public_id}").text
    assert "seminar" not in closed
    browser.post(f"/safety/{report.public_id}/opening")
    page = browser.get(f"/safety/{report.public_id}").text
    assert "seminar" in page
    assert one.family_name in page
    wrong = browser.post(f"/safety/{report.public_id}/measures", data={"deed": "warned"})
    assert "Please write what is to be told" in wrong.text
    browser.post(f"/safety/{report.public_id}/measures", data={"deed": "noted", "words": "Hm."})
    browser.post(f"/safety/{report.public_id}/settlement", data={"words": "Fine."})
    db.session.expire_all()
    assert db.session.get(Report, report.id).state == State.SETTLED
    browser.post(f"/safety/{report.public_id}/reopening")
    log = [row.deed for row in db.session.query(Measure).order_by(Measure.id)]
    assert log == ["looked_at", "noted", "settled", "reopened"]


def test_owners_learn_no_reporters_name_and_suspend_nobody(browser, met):
    one, other, event = met
    report = reported(one, other)
    browser.sign_in(owner_of(event.group))
    browser.post(f"/safety/{report.public_id}/opening")
    page = browser.get(f"/safety/{report.public_id}").text
    assert other.given_name in page
    assert one.given_name not in page
    answer = browser.post(f"/safety/{report.public_id}/measures", data={"deed": "suspended"})
    assert answer.status_code == 200
    assert db.session.get(User, other.id).disabled_at is None


def test_members_have_no_desk(browser, met):
    one, other, _event = met
    report = reported(one, other)
    browser.sign_in(one)
    for path in ("/safety/", f"/safety/{report.public_id}"):
        assert browser.get(path).status_code == 403
    browser.sign_in(owner_of(a_group()))
    assert browser.get(f"/safety/{report.public_id}").status_code == 404


def test_strangers_are_told_whom_to_call(browser):
    page = browser.get("/help/trouble").text
    for number in ("188", "#9110", "#8891", "110"):
        assert number in page
