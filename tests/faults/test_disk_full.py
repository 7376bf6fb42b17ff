"""A full disk: writes are refused kindly, reads go on if they can, nothing kept is lost."""

import time

import pytest

from tests.faults.asking import Asker, wish

KIND = "We are catching our breath."
CHUNK = 1024 * 1024
HEALS_WITHIN = 90


def test_on_a_disk_that_is_really_full_nothing_kept_is_lost_and_it_heals_by_itself(town):
    if not town.has_own_disk:
        pytest.skip("only root may mount a small disk to fill; its neighbour simulates one")
    event_id, path = town.an_evening()
    askers = [Asker(town.house.port, guest) for guest in town.guests[80:]]
    kept = _register_all(askers[:3], path)
    ballast = town.house.var / "ballast"
    _fill(ballast)
    _write_until_refused(askers[3:], path)
    refused = [asker.answers[-1] for asker in askers[3:] if asker.answers]
    assert refused[-1].status == 503
    assert {answer.status for answer in refused} <= {303, 503}
    assert all(KIND in answer.text for answer in refused if answer.status == 503)
    assert Asker(town.house.port).get("/healthz").status == 200
    kept += sum(answer.status == 303 for answer in refused)

    ballast.unlink()
    latest = askers[-1]
    until = time.monotonic() + HEALS_WITHIN
    while latest.post(path, **wish()).status != 303 and time.monotonic() < until:
        time.sleep(0.5)
    assert latest.answers[-1].status == 303
    assert town.registered(event_id) == kept + 1


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
