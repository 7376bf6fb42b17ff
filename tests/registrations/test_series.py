"""Evenings that come again: begun, kept ready ahead, changed, left out, ended."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from app.events import operations as events
from app.events.models import Question, Series, Slot
from app.events.occurrences import evenings
from app.events.recurring import Recurrence, rules_through
from app.events.rules import Mode, Openness, SlotPlan, Status
from app.kit import clock
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations import operations
from app.registrations.jobs import keep_series
from app.registrations.models import Registration
from tests.factories import a_group, a_member, a_seat, an_event, owner_of, saved
from tests.registrations.test_editor import edits, sent_by

# Thursday 10 December 2026, 19:00 in Tokyo: the second Thursday.
FIRST = datetime(2026, 12, 10, 10, tzinfo=UTC)
AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH = date(2027, 1, 14), date(2027, 2, 11), date(2027, 3, 11)


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def first(group):
    slots = [Slot(name="General", capacity=5), Slot(name="Students", capacity=2)]
    return an_event(group, title="第11回 読書会", starts_at=FIRST, slots=slots)


@pytest.fixture
def desk(browser, group):
    """The organizer's browser, on the day everything is set up."""
    clock.move((AT - datetime.now(UTC)).total_seconds())
    yield browser.sign_in(owner_of(group))
    clock.move(0)


def begun(event, *, keeps_ahead=3, publishes=False, skipped=()):
    rule = rules_through(date(2026, 12, 10))[0]
    wanted = Recurrence(rule, keeps_ahead, publishes, skipped)
    series = events.begin(event, wanted, by=owner_of(event.group), at=AT)
    operations.keep_ahead(series, at=AT)
    db.session.commit()
    return series


def days(series):
    db.session.expire_all()
    return [event.occurs_on for event in evenings(series)]


def statuses(series):
    db.session.expire_all()
    return [event.status for event in evenings(series)]


def test_some_evenings_are_made_ahead_as_drafts_like_the_first(first):
    saved(Question(event_id=first.id, text="Tea or coffee?"))
    series = begun(first)
    assert days(series) == [date(2026, 12, 10), JANUARY, FEBRUARY]
    assert statuses(series) == [Status.PUBLISHED, Status.DRAFT, Status.DRAFT]
    made = evenings(series)[2]
    assert made.title == "第13回 読書会"
    assert made.starts_at == datetime(2027, 2, 11, 10, tzinfo=UTC)
    assert [slot.name for slot in made.slots] == ["General", "Students"]
    asked = sa.select(sa.func.count()).select_from(Question).where(Question.event_id == made.id)
    assert db.session.scalar(asked) == 1


def test_the_next_is_made_when_one_is_over_and_only_once(first):
    series = begun(first)
    assert keep_series(AT + timedelta(days=1)) == 0
    assert keep_series(FIRST + timedelta(days=1)) == 1
    assert keep_series(FIRST + timedelta(days=1)) == 0
    assert days(series)[-1] == MARCH


def test_they_are_published_by_themselves_on_wish(first):
    series = begun(first, publishes=True)
    assert set(statuses(series)) == {Status.PUBLISHED}


def test_what_cannot_be_published_yet_waits_as_a_draft(group, first):
    first.place_name = ""
    series = begun(first, publishes=True)
    assert statuses(series)[1:] == [Status.DRAFT, Status.DRAFT]


def test_a_holiday_is_left_out(first):
    series = begun(first, skipped=(JANUARY,))
    assert days(series) == [date(2026, 12, 10), FEBRUARY, MARCH]


def test_a_day_left_out_later_loses_its_draft_and_can_come_back(first):
    series = begun(first)
    owner = owner_of(first.group)
    operations.leave_out(series, JANUARY, by=owner, at=AT)
    operations.keep_ahead(series, at=AT)
    assert days(series) == [date(2026, 12, 10), FEBRUARY, MARCH]
    events.bring_back(series, JANUARY, by=owner, at=AT)
    operations.keep_ahead(series, at=AT)
    assert JANUARY in days(series)


def test_a_draft_with_people_in_it_is_never_thrown_away(first):
    series = begun(first)
    january = evenings(series)[1]
    a_seat(january, a_member())
    operations.leave_out(series, JANUARY, by=owner_of(first.group), at=AT)
    operations.end_series(series, by=owner_of(first.group), at=AT)
    assert JANUARY in days(series)
    assert FEBRUARY not in days(series)


def test_ending_keeps_what_is_published_and_what_somebody_has_written(first):
    series = begun(first, keeps_ahead=4)
    owner = owner_of(first.group)
    december, january, february, march = evenings(series)
    operations.publish(january, by=owner, at=AT)
    operations.revise(february, _titled(february, "Special"), by=owner, at=AT + timedelta(hours=1))
    operations.end_series(series, by=owner, at=AT + timedelta(hours=2))
    assert days(series) == [december.occurs_on, JANUARY, FEBRUARY]
    assert keep_series(FIRST + timedelta(days=90)) == 0
    with pytest.raises(events.SeriesEnded):
        operations.end_series(series, by=owner, at=AT)
    assert march not in db.session


def test_an_evening_changed_by_itself_is_no_pattern_for_later_ones(first):
    series = begun(first)
    february = evenings(series)[2]
    operations.revise(february, _titled(february, "New year's party"), by=None, at=AT)
    assert keep_series(FIRST + timedelta(days=1)) == 1
    assert evenings(series)[-1].title == "第14回 読書会"


def test_a_change_for_all_that_follow_keeps_their_days_and_what_it_does_not_touch(first):
    series = begun(first)
    december, january, february = evenings(series)
    operations.revise(february, _titled(february, "New year's party"), by=None, at=AT)
    before = january.plan
    later = timedelta(hours=1)
    plan = replace(
        before,
        place_name="Ueno Hall",
        starts_at=before.starts_at + later,
        ends_at=before.ends_at + later,
    )
    assert operations.revise_following(january, plan, by=None, at=AT) == 1
    assert december.place_name == "Kanda Hall"
    assert (january.place_name, february.place_name) == ("Ueno Hall", "Ueno Hall")
    assert february.title == "New year's party"
    assert february.starts_at == datetime(2027, 2, 11, 11, tzinfo=UTC)
    assert not january.is_one_off


def test_a_new_title_counts_on_through_those_that_follow(first):
    series = begun(first)
    _december, january, february = evenings(series)
    plan = replace(january.plan, title="読書会 第12回")
    operations.revise_following(january, plan, by=None, at=AT)
    assert february.title == "読書会 第13回"


def test_slots_changed_for_all_keep_the_people_in_them(first):
    series = begun(first)
    _december, january, february = evenings(series)
    student = a_seat(february, a_member(), slot_id=february.slots[1].id)
    general, _students = january.plan.slots
    plan = replace(
        january.plan, slots=(replace(general, capacity=8), SlotPlan(name="Online", capacity=50))
    )
    operations.revise_following(january, plan, by=None, at=AT)
    assert [slot.name for slot in january.slots] == ["General", "Online"]
    names = [(slot.name, slot.capacity) for slot in february.slots]
    assert names == [("General", 8), ("Online", 50), ("Students", 0)]
    assert february.slots[2].is_closed
    assert db.session.get_one(Registration, student.id).slot_id == february.slots[2].id


def test_people_of_every_evening_that_moves_are_told(first, count):
    series = begun(first, publishes=True)
    for event in evenings(series):
        a_seat(event, a_member())
    january = evenings(series)[1]
    plan = replace(january.plan, place_name="Ueno Hall")
    operations.revise_following(january, plan, by=None, at=AT)
    assert count(Mail, Mail.kind == "registrations.event_changed") == 2
    asked = Registration.asked_again_at.is_not(None)
    assert count(Registration, asked) == 2


def test_the_day_of_a_draw_moves_with_its_evening(group):
    drawn = Slot(capacity=3, mode=Mode.LOTTERY, lottery_at=FIRST - timedelta(days=3))
    first = an_event(group, starts_at=FIRST, slots=[drawn])
    january = evenings(begun(first))[1]
    assert january.slots[0].lottery_at == january.starts_at - timedelta(days=3)


def test_the_pages_lead_from_the_rule_to_the_days(desk, first):
    page = desk.get(f"/events/{first.slug}/series").text
    assert "Every month on the 2nd Thursday" in page
    assert "Thu 14 Jan" in page
    address = f"/events/{first.slug}/series?rule=FREQ%3DMONTHLY%3BBYDAY%3D2TH"
    page = desk.get(address).text
    assert page.count('name="days"') == 12
    kept = ["2027-02-11", "2027-03-11", "2027-04-08"]
    answer = desk.post(address, data={"days": kept, "keeps_ahead": "2"}, follow_redirects=True).text
    assert "ready ahead" in answer
    series = db.session.scalars(sa.select(Series)).one()
    assert JANUARY in series.skipped
    assert days(series) == [date(2026, 12, 10), FEBRUARY]
    assert "Take place after all" in answer


def test_a_series_is_changed_and_ended_on_its_page(desk, first):
    series = begun(first)
    address = f"/events/{first.slug}/series"
    desk.post(f"{address}/days-left-out", data={"day": JANUARY.isoformat()})
    assert JANUARY not in days(series)
    desk.post(f"{address}/days-brought-back", data={"day": JANUARY.isoformat()})
    assert JANUARY in days(series)
    going_on = {"rule": "FREQ=MONTHLY;BYDAY=2TH", "keeps_ahead": "5", "publishes": "y"}
    desk.post(f"{address}/changes", data=going_on)
    assert statuses(series)[-1] == Status.PUBLISHED
    page = desk.post(f"{address}/end", follow_redirects=True).text
    assert "The series has ended." in page
    again = desk.post(f"{address}/end", follow_redirects=True).text
    assert "This series has ended." in again


@pytest.mark.parametrize("day", ["", "tomorrow", "2027-01-15", "1999-01-01"])
def test_a_day_that_is_none_of_the_series_changes_nothing(desk, first, day):
    series = begun(first)
    desk.post(f"/events/{first.slug}/series/days-left-out", data={"day": day})
    db.session.refresh(series)
    assert series.skipped == []


def test_the_series_of_an_event_that_is_alone_cannot_be_ended(desk, first):
    page = desk.post(f"/events/{first.slug}/series/end", follow_redirects=True).text
    assert "This event does not come again." in page


def test_an_event_does_not_come_again_twice(desk, first):
    begun(first)
    address = f"/events/{first.slug}/series?rule=FREQ%3DMONTHLY%3BBYDAY%3D2TH"
    page = desk.post(address, data={"keeps_ahead": "2"}, follow_redirects=True).text
    assert "This event comes again already." in page


def test_the_editor_asks_whether_all_that_follow_are_meant(desk, first):
    series = begun(first)
    january = evenings(series)[1]
    assert 'name="scope"' not in desk.get(f"/groups/{first.group.slug}/events/new").text
    given = sent_by(desk.get(f"/events/{january.slug}/edit").text)
    assert given["scope"] == "one"
    answer = edits(desk, january, scope="following", summary="With tea")
    assert answer.status_code == 303
    db.session.expire_all()
    assert [event.summary for event in evenings(series)] == ["", "With tea", "With tea"]


def _titled(event, title):
    return replace(event.plan, title=title)


def test_two_schedulers_at_once_make_every_evening_once(own_app):
    with own_app.app_context():
        first = an_event(a_group(), starts_at=FIRST)
        series = begun(first, keeps_ahead=1)
        series.keeps_ahead = 4
        db.session.commit()
        series_id = series.id
    gate = Barrier(2)

    def tick(_number):
        with own_app.app_context():
            gate.wait()
            made = keep_series(AT)
            db.session.commit()
            db.session.remove()
            return made

    with ThreadPoolExecutor(2) as hands:
        assert sum(hands.map(tick, range(2))) == 3
    with own_app.app_context():
        assert len(evenings(db.session.get_one(Series, series_id))) == 4


def test_the_page_of_an_evening_tells_of_the_others_that_everybody_may_open(browser, first):
    series = begun(first, publishes=True)
    made = evenings(series)
    made[2].openness = Openness.MEMBERS
    db.session.commit()
    page = browser.get(f"/events/{made[1].slug}").text
    assert "Every month on the 2nd Thursday" in page
    assert f'href="/events/{first.slug}"' in page
    assert made[2].slug not in page
    alone = an_event(first.group)
    assert "Comes again" not in browser.get(f"/events/{alone.slug}").text


def test_drafts_of_a_series_are_named_to_nobody_and_an_ended_one_promises_nothing(browser, first):
    series = begun(first)
    drafts = [event.slug for event in evenings(series)[1:]]
    page = browser.get(f"/events/{first.slug}").text
    assert "Comes again" in page
    assert not [slug for slug in drafts if slug in page]
    operations.end_series(series, by=owner_of(first.group), at=AT)
    db.session.commit()
    assert "Comes again" not in browser.get(f"/events/{first.slug}").text


def test_a_series_that_cannot_go_on_keeps_no_other_waiting(group, first, monkeypatch):
    other = an_event(group, title="Another", starts_at=FIRST)
    broken, sound = begun(first), begun(other)
    calm = operations.keep_ahead

    def stumbling(series, *, at):
        made = calm(series, at=at)
        return 1 // 0 if series.id == broken.id else made

    monkeypatch.setattr(operations, "keep_ahead", stumbling)
    january = datetime(2027, 1, 15, 3, tzinfo=UTC)
    assert keep_series(january) == 2
    assert [len(days(each)) for each in (broken, sound)] == [3, 5]
