"""A full disk: writes are refused kindly, reads go on if they can, nothing kept is lost."""

import os
import signal
import time

import pytest

from tests.faults.asking import Asker, wait_until, wish

KIND = "We are catching our breath."
CHUNK = 1024 * 1024
# Long enough for the keeper of all processes to notice that one is missing, and try.
LOOKED_AT_AGAIN = 3


def test_on_a_disk_that_is_really_full_nothing_kept_is_lost_and_it_heals_by_itself(town):
    if not town.has_own_disk:
        pytest.skip("only root may mount a small disk to fill; its neighbour simulates one")
    event_id, path = town.an_evening()
    askers = [Asker(town.house.port, guest) for guest in town.guests[80:]]
    kept = _register_all(askers[:3], path)
    [scheduler] = town.house.pids()["scheduler"]
    ballast = town.house.var / "ballast"
    _fill(ballast)
    os.kill(scheduler, signal.SIGKILL)
    _write_until_refused(askers[3:], path)
    refused = [asker.answers[-1] for asker in askers[3:] if asker.answers]
    assert refused[-1].status == 503
    assert {answer.status for answer in refused} <= {303, 503}
    assert all(KIND in answer.text for answer in refused if answer.status == 503)
    assert Asker(town.house.port).get("/healthz").status == 200
    kept += sum(answer.status == 303 for answer in refused)

    time.sleep(LOOKED_AT_AGAIN)
    ballast.unlink()
    latest = askers[-1]
    wait_until(lambda: latest.post(path, **wish()).status == 303)
    assert town.registered(event_id) == kept + 1
    wait_until(lambda: town.house.pids()["scheduler"] not in ([], [scheduler]))


def _register_all(askers, path) -> int:
    return sum(asker.post(path, **wish()).status == 303 for asker in askers)


def _fill(ballast) -> None:
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(CHUNK))
                file.flush()
        except OSError:
            pass
        file.truncate(ballast.stat().st_size // 4096 * 4096)


def _write_until_refused(askers, path) -> None:
    for asker in askers[:-1]:
        if asker.post(path, **wish()).status == 503:
            return
