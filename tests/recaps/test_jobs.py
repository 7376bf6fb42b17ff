"""Closing an evening: once, for everybody who had a part in it."""

from datetime import timedelta

import pytest

from app.attendance.jobs import close_evenings
from app.attendance.operations import NotCountedAsMissing, close, reopen
from app.events.rules import Status
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.notifications.rules import State
from app.recaps.jobs import write_recaps
from app.recaps.models import RecapRun
from app.recaps.operations import say_i_came
from app.recaps.rules import sending_time
from app.registrations.queries import registration_of
from tests.factories import a_member, a_seat, an_arrival, owner_of, saved
from tests.recaps.evenings import a_guest, an_evening, closed


def kinds(member) -> list[str]:
    found = db.session.query(Mail.kind).where(Mail.member_id == member.id).order_by(Mail.id)
    return [kind for (kind,) in found]


def test_everybody_is_promised_the_recap_that_fits_them():
    event = an_evening()
    came, missing = a_guest(event, "Aoi"), a_guest(event, "Ren", came=False)
    outsider = a_member("Mio")
    closed()
    assert kinds(came) == ["recap.attended"]
    assert kinds(missing) == ["recap.no_show"]
    assert kinds(owner_of(event.group)) == ["recap.organizer"]
    assert kinds(outsider) == []


def test_an_evening_is_closed_once(count):
    event = an_evening()
    a_guest(event, "Aoi")
    closed()
    assert close_evenings(now()) == write_recaps(now()) == 0
    assert count(RecapRun) == 1
    assert count(Mail) == 2
    db.session.refresh(event)
    assert (event.status, event.attendance_taken) == (Status.CLOSED, True)


def test_an_evening_stays_open_for_two_hours(count):
    an_evening(starts_at=now() - timedelta(hours=3, minutes=59))
    closed()
    assert count(RecapRun) == 0


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_did_not_take_place_has_no_recap(count, status):
    an_evening(status=status)
    closed()
    assert count(Mail) == 0


def test_where_nobody_was_checked_in_nobody_is_missing():
    event = an_evening()
    guest = a_guest(event, "Aoi", came=False)
    closed()
    db.session.refresh(event)
    assert event.attendance_taken is False
    assert kinds(guest) == ["recap.attended"]


def test_people_without_a_proven_address_get_none():
    event = an_evening()
    imported = a_guest(event, "Aoi", email_verified_at=None)
    closed()
    assert kinds(imported) == []


def test_an_organizer_who_came_gets_one_recap():
    event = an_evening()
    organizer = a_guest(event, "Aoi")
    saved(
        Membership(
            group_id=event.group_id, member_id=organizer.id, role=Role.ORGANIZER, joined_at=now()
        )
    )
    closed()
    assert kinds(organizer) == ["recap.organizer"]


def test_each_reader_gets_it_on_their_own_morning():
    event = an_evening()
    readers = [a_guest(event, zone, timezone=zone) for zone in ("Asia/Tokyo", "Europe/Berlin")]
    closed()
    for reader in readers:
        mail = db.session.query(Mail).where(Mail.member_id == reader.id).one()
        first = sending_time(event.ends_at, reader.timezone)
        last = sending_time(event.ends_at, reader.timezone, 1)
        assert max(first, mail.posted_at) <= mail.next_try_at <= max(last, mail.posted_at)
        assert mail.expires_at == first + timedelta(hours=72)


def test_who_says_they_came_is_believed_by_the_organizer_and_gets_their_recap():
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_member("Ren")
    seat = a_seat(event, missing)
    closed()
    say_i_came(event, by=missing, at=now())
    db.session.commit()
    assert kinds(owner_of(event.group)) == ["recap.organizer", "recap.says_they_came"]
    an_arrival(seat)
    assert write_recaps(now()) == 1
    assert write_recaps(now()) == 0
    assert kinds(missing) == ["recap.no_show", "recap.attended"]


def test_opened_again_nobody_is_told_that_they_were_missed_until_it_is_closed_again(later):
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    closed()
    reopen(event, by=owner_of(event.group), at=now())
    db.session.commit()
    letter = db.session.query(Mail).where(Mail.member_id == missing.id).one()
    assert compose(letter) is None
    letter.state = State.ABORTED
    assert close(event, by=owner_of(event.group), at=now())
    assert write_recaps(now()) == 1
    assert write_recaps(now()) == 0
    assert kinds(missing) == ["recap.no_show", "recap.no_show"]


def test_whoever_was_thanked_is_never_told_that_they_were_missed():
    event = an_evening()
    guest = a_guest(event, "Aoi", came=False)
    closed()
    a_guest(event, "Ren")  # the door's paper list comes late
    reopen(event, by=owner_of(event.group), at=now())
    close(event, by=owner_of(event.group), at=now())
    db.session.commit()
    write_recaps(now())
    assert kinds(guest) == ["recap.attended"]


def test_saying_it_twice_asks_the_organizers_once(count):
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    closed()
    for _ in range(2):
        say_i_came(event, by=missing, at=now())
    assert count(Mail, Mail.kind == "recap.says_they_came") == 1


def test_only_who_counts_as_missing_can_say_so():
    event = an_evening()
    came = a_guest(event, "Aoi")
    closed()
    with pytest.raises(NotCountedAsMissing):
        say_i_came(event, by=came, at=now())
    with pytest.raises(NotCountedAsMissing):
        say_i_came(event, by=a_member("Mio"), at=now())


def test_a_record_that_was_written_in_is_looked_at_until_it_has_settled(later, statements):
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    closed()
    later(minutes=1)
    an_arrival(registration_of(event, missing))
    db.session.commit()
    assert write_recaps(now()) == 1
    assert kinds(missing) == ["recap.no_show", "recap.attended"]
    later(minutes=7)
    write_recaps(now())
    db.session.commit()
    with statements() as asked:
        assert write_recaps(now()) == 0
    assert not any("FROM registrations" in one or "FROM mails" in one for one in asked)
