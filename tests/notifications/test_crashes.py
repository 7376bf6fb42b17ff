"""Processes that die, servers that vanish, two at once: nothing is lost, nothing doubled."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from app.kit.clock import now
from app.kit.db import db
from app.notifications.jobs import drain, sweep
from app.notifications.models import Mail
from app.notifications.rules import State
from app.servers.postbox import Postbox
from tests.factories import a_member
from tests.notifications.letters import promised

ROOT = Path(__file__).resolve().parents[2]

SENDER = """
import sys
from datetime import timedelta
from pathlib import Path
from app.factory import create_app
from app.notifications import ledger, sender
import tests.notifications.letters
from tests.conftest import settings
from tests.servers_for_tests import Servers

database, mail_url, var = sys.argv[1:]
app = create_app(settings(Servers("", "redis://127.0.0.1:1"), "", VAR=Path(var),
    SQLALCHEMY_DATABASE_URI=database, MAIL_URL=mail_url))
ledger.LEASE = timedelta(seconds=0.5)
ledger.DOT_LEASE = timedelta(seconds=0.5)
ledger.PARKED_FOR = timedelta(seconds=1)
with app.app_context():
    sender.empty_outbox()
"""


@pytest.fixture
def postbox():
    with Postbox() as postbox:
        yield postbox


@pytest.fixture
def outbox(own_app, postbox):
    """An application with its own database, so that commits are real."""
    own_app.config["MAIL_URL"] = postbox.url
    return own_app


def test_two_drains_at_once_send_each_letter_once(outbox, postbox):
    member = a_member()
    for number in range(40):
        promised(member, f"letter {number}")

    def empty():
        with outbox.app_context():
            drain()

    threads = [threading.Thread(target=empty) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(m["Subject"] for m in postbox.messages) == {
        f"letter {number}": 1 for number in range(40)
    }


def test_letters_go_out_although_redis_is_away(outbox, postbox):
    away = Redis.from_url("redis://127.0.0.1:1", retry=Retry(NoBackoff(), 0))
    outbox.extensions["queue"] = Queue(connection=away)
    promised(a_member())
    assert not postbox.messages
    assert sweep(now()) == 1
    assert len(postbox.messages) == 1


def test_a_sweep_finds_letters_whose_bell_was_lost(outbox, bell_of):
    promised(a_member())
    bell_of(outbox).clear()
    sweep(now())
    assert bell_of(outbox) == ["drain"]


@pytest.fixture
def bell_of():
    return lambda app: app.extensions["queue"].rung


def test_a_sender_killed_again_and_again_loses_nothing_and_makes_only_known_copies(
    outbox, postbox, tmp_path
):
    kills, letters = 3, 40
    member = a_member()
    for number in range(letters):
        promised(member, f"letter {number}")
    url = db.engine.url.render_as_string(hide_password=False)
    db.session.remove()
    command = [sys.executable, "-c", SENDER, url, postbox.url, str(tmp_path)]
    for kill in range(1, kills + 1):
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."})
        postbox.wait_for(kill * 6, 90)
        process.send_signal(signal.SIGKILL)
        process.wait()
    until = time.monotonic() + 90
    while time.monotonic() < until and _unsent():
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": "."})
    ids = Counter(m["Message-ID"] for m in postbox.messages)
    assert len(ids) == letters
    assert ids.total() - letters <= kills


def _unsent() -> int:
    unsent = db.session.scalar(sa.select(sa.func.count(Mail.id)).where(Mail.state != State.SENT))
    db.session.rollback()
    return unsent or 0
