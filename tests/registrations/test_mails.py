"""What people hear, in their language, with the time and its zone."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations import jobs, operations
from app.registrations.operations import Wish, register
from app.registrations.states import LatestNotice
from app.registrations.tickets import ticket_url
from tests.factories import a_group, a_member, an_event, owner_of
from tests.registrations.worlds import accepts, gives_up, loaded, somebody_registers

START = datetime(2030, 1, 25, 10, 0, tzinfo=UTC)  # 19:00 in Tokyo


def letters(registration):
    """Every letter still true, by kind."""
    query = sa.select(Mail).where(Mail.member_id == registration.attendee_id).order_by(Mail.id)
    return {
        mail.kind.removeprefix("registrations."): compose(mail)
        for mail in db.session.scalars(query)
    }


def an_evening(**given):
    given = {"starts_at": START, "title": "発酵の夜", "address": "東京都千代田区1-2-3"} | given
    return an_event(**given)


def registers(event, locale="en", **wish):
    return register(event, a_member(locale=locale), Wish(**wish), at=START - timedelta(days=20))


def test_a_confirmed_seat_comes_with_ticket_time_zone_and_calendar():
    registration = registers(an_evening())
    letter = letters(registration)["confirmed"]
    assert letter.subject == "Your seat is confirmed: 発酵の夜"
    assert "Fri 25 Jan 2030, 19:00–21:00 (Japan Time)" in letter.text
    assert ticket_url(loaded(registration)) in letter.text
    assert ticket_url(loaded(registration)) in letter.html
    (file,) = letter.attachments
    assert b"DTSTART;TZID=Asia/Tokyo:20300125T190000" in file.content


def test_a_japanese_reader_is_written_to_in_japanese():
    letter = letters(registers(an_evening(), locale="ja"))["confirmed"]
    assert letter.subject == "「発酵の夜」お席が確定しました"
    assert "2030年1月25日(金) 19:00–21:00 (日本時間)" in letter.text


def test_the_place_in_line_is_told():
    event = an_evening(capacity=0)
    registers(event)
    letter = letters(registers(event))["waitlisted"]
    assert "You are number 2 in line." in letter.text
    assert "/registration" in letter.text


def test_an_offer_says_until_when_on_the_readers_clock():
    event = an_evening(capacity=1)
    seated, first = registers(event), registers(event)
    gives_up(seated, START - timedelta(hours=30))
    assert letters(first)["offered"].subject == (
        "A seat for you until Fri 25 Jan 2030, 11:00 (Japan Time): 発酵の夜"
    )


def test_news_that_is_no_longer_true_is_not_sent():
    event = an_evening(capacity=1)
    seated, first = registers(event), registers(event)
    gives_up(seated, START - timedelta(hours=30))
    accepts(first, START - timedelta(hours=29))
    sent = letters(first)
    assert sent["waitlisted"] is sent["offered"] is None
    assert sent["confirmed"] is not None
    assert letters(seated)["confirmed"] is None


def test_calling_off_says_why_and_takes_it_out_of_calendars():
    group = a_group()
    event = an_evening(group=group)
    registration = registers(event)
    operations.call_off(event, by=owner_of(group), message="台風のため", at=now())
    letter = letters(registration)["called_off"]
    assert "台風のため" in letter.text
    assert "台風のため" in letter.html
    assert b"STATUS:CANCELLED" in letter.attachments[0].content
    assert b"METHOD:CANCEL" in letter.attachments[0].content


def test_whoever_has_no_address_is_not_written_to(count):
    event = an_evening()
    member = a_member(email=None)
    register(event, member, Wish(), at=START - timedelta(days=9))
    assert count(Mail) == 0


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_letter_can_be_written(locale):
    group = a_group()
    event = an_evening(group=group, capacity=1, online_url="https://meet.example.org/a")
    seated, line = registers(event, locale), registers(event, locale)
    hurried = registers(event, locale, latest_notice=LatestNotice.ANY)
    careful = registers(event, locale, latest_notice=LatestNotice.WEEK)
    jobs.lapse(START - timedelta(days=6))
    told = letters(careful) | letters(seated) | letters(line)
    gives_up(seated, START - timedelta(hours=30))
    told |= letters(seated) | letters(line)
    jobs.lapse(START - timedelta(hours=6))
    told |= letters(line)
    gives_up(hurried, START - timedelta(hours=5))
    late = registers(event, locale, latest_notice=LatestNotice.ANY)
    open_for = registers(event, locale, latest_notice=LatestNotice.ANY)
    gives_up(late, START - timedelta(hours=2))
    told |= letters(open_for)
    operations.call_off(event, by=owner_of(group), message="", at=START - timedelta(hours=1))
    told |= letters(open_for)
    written = {kind: letter for kind, letter in told.items() if letter is not None}
    assert {"cancelled", "offer_lapsed", "waited_in_vain", "called_off"} <= written.keys()
    for letter in written.values():
        assert letter.html
        assert "%(" not in letter.text + letter.html
        assert "発酵の夜" in letter.subject


def test_no_promise_is_made_twice():
    event = an_evening(capacity=1)
    seated = somebody_registers(event)
    jobs.fill(START - timedelta(days=5))
    keys = list(db.session.scalars(sa.select(Mail.dedupe_key)))
    assert len(keys) == len(set(keys))
    assert seated.public_id in keys[0]
