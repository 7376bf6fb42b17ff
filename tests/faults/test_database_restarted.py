"""PostgreSQL goes away under a stream of registrations, politely or not, and comes back."""

import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.faults.asking import Asker, wait_until, wish

STREAMS = 4
BACK_WITHIN = 120
KIND = "We are catching our breath."


@dataclass
class Stream:
    """People who register one after the other, each again until it has worked."""

    path: str
    askers: list[Asker]

    def flow(self) -> None:
        for asker in self.askers:
            until = time.monotonic() + BACK_WITHIN
            while asker.post(self.path, **wish()).status != 303 and time.monotonic() < until:
                time.sleep(0.1)


@pytest.mark.parametrize(
    ("how", "served"), [(signal.SIGINT, slice(0, 40)), (signal.SIGKILL, slice(40, 80))]
)
def test_no_acknowledged_registration_is_lost_when_postgres_is_restarted(town, how, served):
    event_id, path = town.an_evening()
    askers = [Asker(town.house.port, guest) for guest in town.guests[served]]
    streams = [Stream(path, askers[number::STREAMS]) for number in range(STREAMS)]
    threads = [threading.Thread(target=stream.flow) for stream in streams]
    for thread in threads:
        thread.start()
    wait_until(lambda: sum(bool(asker.answers) for asker in askers) > len(askers) // 4)
    [before] = town.house.pids()["postgres"]
    os.kill(before, how)
    for thread in threads:
        thread.join()

    answers = [answer for asker in askers for answer in asker.answers]
    assert set(Counter(answer.status for answer in answers)) <= {303, 503}
    for answer in answers:
        if answer.status == 503:
            assert KIND in answer.text
            assert answer.headers["Retry-After"]
    assert all(asker.answers[-1].status == 303 for asker in askers)
    assert all("/sign-in" not in asker.answers[-1].headers["Location"] for asker in askers)
    wait_until(lambda: town.house.pids()["postgres"] not in ([], [before]))
    assert town.registered(event_id) == len(askers)
    assert Asker(town.house.port).get("/readyz").status == 200
