"""What changes between the close of an evening and the moment its letters leave."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications.jobs import drain
from app.notifications.models import Mail
from app.registrations.models import Registration
from app.registrations.states import State as Standing
from app.safety.operations import close_account
from tests.factories import blocked
from tests.notifications.conftest import postbox  # noqa: F401 -- a fixture
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated
from tests.recaps.test_mails import met, next_morning, words  # noqa: F401 -- a fixture


@pytest.fixture
def evening():
    """Aoi sat with Ren, is connected with Yui and has missed Mio."""
    event = an_evening()
    aoi, ren, mio, yui = (a_guest(event, name) for name in ("Aoi", "Ren", "Mio", "Yui"))
    seated(event, [aoi, ren], [mio, yui])
    a_good_match(aoi, mio)
    met(event, aoi, yui)
    closed()
    return event, aoi, ren, mio, yui


def test_a_new_language_is_the_language_of_the_letter(next_morning, evening):  # noqa: F811
    _event, aoi, *_ = evening
    aoi.locale = "ja"
    db.session.commit()
    assert "Aoi Sato 様" in words(next_morning.again(aoi))


def test_a_letter_goes_to_the_new_address_and_never_to_the_old(next_morning, evening, postbox):  # noqa: F811
    _event, aoi, *_ = evening
    old, aoi.email = aoi.email, "new@example.org"
    db.session.commit()
    assert next_morning.again(aoi) is not None
    assert not [m for m in postbox.messages if old in str(m["To"])]


def test_everybody_who_turns_away_before_it_leaves_is_not_in_it(next_morning, evening):  # noqa: F811
    _event, aoi, ren, mio, yui = evening
    blocked(ren, aoi)
    close_account(mio, at=now())
    db.session.query(Registration).where(Registration.attendee_id == yui.id).update(
        {"state": Standing.REMOVED}
    )
    db.session.commit()
    letter = next_morning.again(aoi)
    text = letter.as_string() + words(letter)
    assert not any(name in text for name in ("Ren Sato", "Mio Sato"))


def test_whoever_is_erased_before_it_leaves_gets_none(next_morning, evening, postbox):  # noqa: F811
    _event, aoi, *_ = evening
    address = aoi.email
    close_account(aoi, at=now())
    db.session.commit()
    next_morning.again(evening[2])
    assert not [m for m in postbox.messages if address in str(m["To"])]


def test_in_a_new_zone_it_waits_for_the_morning_there(app, later, evening, postbox, monkeypatch):  # noqa: F811
    _event, aoi, *_ = evening
    aoi.timezone = "America/Los_Angeles"
    db.session.commit()
    monkeypatch.setitem(app.config, "QUIET_HOURS", True)
    mail = db.session.query(Mail).where(Mail.member_id == aoi.id).one()
    there = ZoneInfo(aoi.timezone)
    day = mail.next_try_at.astimezone(there).date() + timedelta(days=1)
    deep_night = datetime.combine(day, time(3), there)
    ahead = deep_night.astimezone(UTC) - now()
    later(seconds=ahead.total_seconds())
    drain()
    assert not [m for m in postbox.messages if aoi.email in str(m["To"])]
    later(seconds=ahead.total_seconds(), hours=7)
    drain()
    assert [m for m in postbox.messages if aoi.email in str(m["To"])]
