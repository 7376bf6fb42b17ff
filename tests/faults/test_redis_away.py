"""Redis stopped, hung and emptied: pages do not wait for it, and no letter depends on it."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from redis import Redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from app.factory import create_app
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import public_id
from app.notifications.jobs import sweep
from app.notifications.models import Mail
from app.notifications.rules import State
from app.servers.postbox import Postbox
from app.servers.valkey import Valkey
from config import Config
from tests.conftest import Browser, settings
from tests.factories import a_member, an_event
from tests.faults.asking import assert_no_telltale, wish

# Each question to a Redis that hangs is given up after a third of a second; whoever waits for it
# waits for ever. A machine that is busy elsewhere is no fault of a page.
AT_ONCE = 60.0


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("redis") / "var", ephemeral=True) as redis:
        yield redis


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with Postbox() as postbox:
        yield postbox


@pytest.fixture(scope="module")
def own_app(servers, template, redis, postbox):
    """An application with its own Redis, whose limits are on as in life."""
    with servers.copied(template, f"redis_{public_id()}") as name:
        config = settings(
            servers,
            name,
            REDIS_URL=redis.url,
            REDIS_SECONDS=Config.REDIS_SECONDS,
            MAIL_URL=postbox.url,
            RATELIMIT_ENABLED=True,
            TESTING=False,
        )
        app = create_app(config)
        app.test_client_class = Browser
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def stopped(redis):
    redis.stop()
    yield
    redis.start()


@pytest.fixture
def hung(redis):
    os.kill(redis.process.pid, signal.SIGSTOP)
    yield
    os.kill(redis.process.pid, signal.SIGCONT)


@pytest.fixture
def full(redis):
    """Its memory is used up: it says so to whoever writes."""
    Redis.from_url(redis.url).config_set("maxmemory", 1)
    yield
    Redis.from_url(redis.url).config_set("maxmemory", 0)


@pytest.fixture
def read_only(redis):
    """It follows another, such as while machines change places: it takes nothing from us."""
    Redis.from_url(redis.url).execute_command("REPLICAOF", "127.0.0.1", "1")
    yield
    Redis.from_url(redis.url).execute_command("REPLICAOF", "NO", "ONE")


@pytest.mark.parametrize("fault", ["stopped", "hung", "full", "read_only"])
def test_pages_answer_at_once_and_the_sweep_sends_the_letters(own_app, postbox, request, fault):
    member, event = a_member(), an_event()
    email, slug = member.email, event.slug
    browser, stranger = own_app.test_client().sign_in(member), own_app.test_client()
    request.getfixturevalue(fault)
    asked = [
        _timed(lambda: browser.post(f"/events/{slug}/registration", data=wish())),
        _timed(lambda: stranger.post("/sign-in/links", data={"email": email})),
        _timed(lambda: browser.get("/me")),
        _timed(lambda: stranger.get("/readyz")),
    ]
    assert [status for status, _seconds in asked] == [303, 303, 200, 200]
    assert max(seconds for _status, seconds in asked) < AT_ONCE
    _sweep(own_app)
    assert _letters_to(email, postbox) == 2
    assert _unsent() == 0


def test_letters_whose_bell_was_flushed_away_are_rung_for_again(own_app, postbox):
    member, event = a_member(), an_event()
    email, slug = member.email, event.slug
    queue = own_app.extensions["queue"]
    own_app.test_client().sign_in(member).post(f"/events/{slug}/registration", data=wish())
    assert queue.count == 1
    queue.connection.flushall()
    _work(queue)
    assert _unsent() == 1
    _sweep(own_app)
    _work(queue)
    assert _letters_to(email, postbox) == 1
    assert _unsent() == 0


def _timed(ask) -> tuple[int, float]:
    began = time.monotonic()
    answer = ask()
    assert_no_telltale(answer.text)
    return answer.status_code, time.monotonic() - began


def _sweep(app) -> None:
    with app.app_context():
        sweep(now())
        db.session.commit()


def _work(queue) -> None:
    worker = SimpleWorker([queue.name], connection=queue.connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="ERROR")


def _letters_to(email: str, postbox: Postbox) -> int:
    return sum(email in letter["To"] for letter in postbox.messages)


def _unsent() -> int:
    query = sa.select(sa.func.count(Mail.id)).where(Mail.state != State.SENT)
    found = db.session.scalar(query)
    db.session.rollback()
    return found
