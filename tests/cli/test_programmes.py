"""`import programme`: a rehearsal changes nothing, a programme comes in once."""

import pytest
import sqlalchemy as sa

from app.events.models import Event
from app.kit.db import db
from tests.cli.test_commands import kizuna
from tests.factories import a_group
from tests.imports.programmes import files


@pytest.fixture
def group(own_app):
    return a_group()


@pytest.fixture
def programme(own_app, tmp_path):
    """Run the command over the test's own database."""
    settings = {
        "DATABASE_URL": own_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", ""),
        "REDIS_URL": own_app.config["REDIS_URL"],
    }
    (tmp_path / "schedule.xml").write_text(files.PENTABARF, encoding="utf-8")
    words = ("import", "programme", str(tmp_path / "schedule.xml"))
    return lambda *more: kizuna(tmp_path / "var", *words, *more, **settings)


def events() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Event.id))) or 0


def test_a_programme_is_rehearsed_comes_in_and_again_doubles_nothing(group, programme):
    tried = programme("--group", group.slug, "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "3 in the file: 2 new" in tried.stdout
    assert "It does not say when it begins." in tried.stderr
    assert events() == 0
    done = programme("--group", group.slug)
    assert "2 came in as drafts" in done.stdout
    assert "2 stay" in programme("--group", f"http://localhost/groups/{group.slug}").stdout
    assert events() == 2


def test_a_group_nobody_knows_is_one_sentence(own_app, programme):
    done = programme("--group", "nobody")
    assert done.returncode == 1
    assert "There is no group nobody." in done.stderr
