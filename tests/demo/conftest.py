"""One community for all tests that only look at it."""

import os
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from app.demo.operations import seed_if_empty
from app.factory import create_app
from app.kit import clock
from app.kit.db import db
from tests.conftest import Bell, Browser, settings

AT = datetime(2026, 11, 20, 8, 33, 12, tzinfo=UTC)  # a Friday, 17:33 in Tokyo


@contextmanager
def moved_in(servers, template, name, **given):
    """An application of its own, in which the community has moved in at `AT`."""
    with servers.copied(template, f"{name}_{os.getpid()}") as database:
        offset = (AT - datetime.now(UTC)).total_seconds()
        app = create_app(settings(servers, database, CLOCK_OFFSET=offset, **given))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(app.extensions["queue"].connection)
        with app.app_context():
            seed_if_empty(at=AT)
            db.session.commit()
        clock.move(0)
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def community(servers, template, tmp_path_factory):
    var = tmp_path_factory.mktemp("demo")
    with moved_in(servers, template, "demo", DEMO=True, VAR=var) as app:
        yield app


@pytest.fixture
def inside(community):
    """In the community's context, at the instant it was made; whatever a test does is undone."""
    clock.move((AT - datetime.now(UTC)).total_seconds())
    with community.app_context():
        yield community
        db.session.rollback()
    clock.move(0)
