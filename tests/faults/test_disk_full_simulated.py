"""The driver says what PostgreSQL says on a full disk: writes are refused kindly, reads go on."""

import psycopg
import pytest
import sqlalchemy as sa

from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.models import Registration
from tests.factories import a_member, an_event
from tests.faults.asking import assert_no_telltale, wish

KIND = "We are catching our breath."


@pytest.fixture
def disk(own_app):
    """A switch: while the disk is full the driver says 53100 to whatever writes."""
    switch = {"is_full": False}

    def refuse(_cursor, statement, _parameters, _context):
        if switch["is_full"] and statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            raise psycopg.errors.DiskFull("could not extend file: No space left on device")

    sa.event.listen(db.engine, "do_execute", refuse)
    yield switch
    sa.event.remove(db.engine, "do_execute", refuse)


def test_when_the_driver_says_53100_reads_go_on_and_nothing_is_half_done(own_app, disk, count):
    own_app.config["TESTING"] = False
    slug = an_event().slug
    browser = own_app.test_client().sign_in(a_member())
    disk["is_full"] = True
    answer = browser.post(f"/events/{slug}/registration", data=wish())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert KIND in answer.text
    assert_no_telltale(answer.text)
    assert browser.get(f"/events/{slug}").status_code == 200
    assert [count(model) for model in (Registration, Mail)] == [0, 0]
    disk["is_full"] = False
    assert browser.post(f"/events/{slug}/registration", data=wish()).status_code == 303
    assert [count(Registration), count(Mail)] == [1, 1]
