"""Guests of one evening are forgotten a month later; that somebody came is still counted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.attendance.jobs import forget_guests
from app.attendance.operations import Scan, Visitor, walk_in, write_down
from app.attendance.queries import present_ids, waiting_outside
from app.attendance.rules import Method
from app.kit.clock import now
from app.kit.db import db
from tests.attendance.doors import a_guest, host, tonight

A_MONTH = timedelta(days=31)

pytestmark = pytest.mark.usefixtures("app")


def a_walk_in(event, name="Hana", **given):
    scan = Scan(uuid4(), Method.NAME, now())
    outcome = walk_in(event, Visitor(name, **given), scan, by=host(event), at=now())
    db.session.commit()
    return outcome.registration.attendee


def test_a_guests_name_goes_after_a_month_and_the_count_stays():
    event = tonight()
    guest = a_walk_in(event, "Hana", reading="はな", email="hana@new.example")
    write_down(event, Visitor("Somebody"), at=now())
    assert forget_guests(event.ends_at + A_MONTH) == 1
    db.session.refresh(guest)
    assert (guest.display_name, guest.reading, guest.email) == ("—", "", None)
    assert present_ids(event) == {guest.id}
    assert waiting_outside(event) == []
    assert forget_guests(event.ends_at + A_MONTH) == 0


def test_before_that_nobody_is_forgotten():
    event = tonight()
    a_walk_in(event)
    assert forget_guests(event.ends_at + timedelta(days=29)) == 0


def test_whoever_has_proven_an_address_stays():
    event = tonight()
    guest = a_walk_in(event)
    guest.email, guest.email_verified_at = "me@proven.example", now()
    db.session.commit()
    assert forget_guests(event.ends_at + A_MONTH) == 0


def test_people_on_lists_are_no_guests():
    event = tonight()
    a_guest(event, email=None, email_verified_at=None)
    assert forget_guests(event.ends_at + A_MONTH) == 0
