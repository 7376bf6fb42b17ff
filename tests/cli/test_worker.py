"""The worker, told to stop in the middle of its work."""

import signal
import subprocess
import sys

import pytest
from redis import Redis
from rq.exceptions import StopRequested

from app.cli.worker import Tethered
from app.kit.queue import leaving

SAYS_WHAT_IT_HEARS = """
import signal
from app.cli.worker import Tethered
from app.kit.queue import leaving
Tethered.setup_work_horse_signals(Tethered.__new__(Tethered))
print("listening", flush=True)
leaving.wait(120)
print("leaving" if leaving.is_set() else "nothing")
"""


@pytest.fixture
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
def test_whoever_is_at_work_is_told_to_come_to_an_end(servers):
    words = [sys.executable, "-c", SAYS_WHAT_IT_HEARS]
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as horse,
        Redis.from_url(servers.redis_url) as connection,
    ):
        assert horse.stdout.readline() == "listening\n"
        worker = Tethered(["nothing"], connection=connection)
        worker._horse_pid = horse.pid
        with pytest.raises(StopRequested):
            worker.request_stop(signal.SIGTERM, None)
        assert horse.stdout.read() == "leaving\n"
    assert worker.is_leaving
    assert not leaving.is_set()
