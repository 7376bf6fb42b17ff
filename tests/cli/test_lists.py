"""`import attendees`: a rehearsal changes nothing, a list comes in once."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from tests.cli.test_commands import kizuna
from tests.factories import an_event

LIST = Path(__file__).parents[1] / "fixtures/connpass/recent_cp932.csv"


@pytest.fixture
def event(own_app):
    return an_event(starts_at=now() + timedelta(days=7), ends_at=now() + timedelta(days=7, hours=2))


@pytest.fixture
def attendees(own_app, tmp_path):
    """Run the command over the test's own database."""
    settings = {
        "DATABASE_URL": own_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", ""),
        "REDIS_URL": own_app.config["REDIS_URL"],
    }
    var = tmp_path / "var"
    return lambda *words, **more: kizuna(var, "import", "attendees", *words, **settings, **more)


def registrations() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Registration.id))) or 0


def test_a_rehearsal_changes_nothing(event, attendees):
    done = attendees(str(LIST), "--event", event.public_id, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "would come in" in done.stdout
    assert "has cancelled" in done.stderr
    assert registrations() == 0


def test_a_list_comes_in_and_again_doubles_nobody(event, attendees):
    assert attendees(str(LIST), "--event", event.slug).returncode == 0
    came = registrations()
    assert came > 0
    assert attendees(str(LIST), "--event", event.slug).returncode == 0
    assert registrations() == came


def test_what_cannot_be_read_is_one_sentence(event, attendees, tmp_path):
    (tmp_path / "list.csv").write_bytes(b"PK\x03\x04 a workbook")
    done = attendees(str(tmp_path / "list.csv"), "--event", event.slug)
    assert done.returncode == 1
    assert "Excel" in done.stderr
    assert registrations() == 0


def test_an_event_that_is_not_there_is_said(own_app, attendees):
    done = attendees(str(LIST), "--event", "nowhere")
    assert done.returncode == 1
    assert "There is no event nowhere" in done.stderr
