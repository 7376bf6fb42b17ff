"""The supervisor starts in order, starts again, stops in order, and leaves nobody behind."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.servers import supervisor
from app.servers.errors import AlreadyRunning, CannotStart
from app.servers.process import Program
from app.servers.supervisor import Service, Supervisor
from tests.servers.test_postgres import gone_within

ROOT = Path(__file__).parents[2]
# Whoever takes as long as this never comes.
SECONDS = 120

# Writes down when it starts and when it is asked to stop.
DIARIST = """
import os, signal, sys, time
role, diary = sys.argv[1:]
def write(word):
    with open(diary, "a") as file:
        file.write(f"{word} {role}\\n")
def leave(*_):
    write("-")
    sys.exit()
signal.signal(signal.SIGTERM, leave)
write("+")
time.sleep(600)
"""

# Whoever started the tests may have them outlive the terminal; the keeper shall not inherit that.
KEEPER = f"""
import signal, sys
from pathlib import Path
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from app.servers.process import Program
from app.servers.supervisor import Service, Supervisor
var = Path(sys.argv[1])
supervisor = Supervisor(var, lambda sentence: print(sentence, file=sys.stderr, flush=True))
try:
    supervisor.open()
    for role in ("first", "second"):
        words = [sys.executable, "-c", {DIARIST!r}, role, str(var / "diary")]
        wrote = lambda role=role: f"+ {{role}}" in (var / "diary").read_text()
        (var / "diary").touch()
        program = Program(role, words, var / f"{{role}}.log", stop_seconds={SECONDS})
        supervisor.keep(Service(program, wrote))
    print("ready", flush=True)
    supervisor.watch()
except KeyboardInterrupt:
    pass
finally:
    supervisor.close()
"""


@pytest.fixture
def keeper(tmp_path):
    command = [sys.executable, "-c", KEEPER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def pids(var: Path) -> dict[str, list[int]]:
    return json.loads((var / "run" / "pids.json").read_text())


def diary(var: Path) -> list[str]:
    return (var / "diary").read_text().splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_everything_stops_in_the_opposite_order(keeper, tmp_path, number):
    running = pids(tmp_path)
    assert set(running) == {"first", "second", "supervisor"}
    keeper.send_signal(number)
    assert keeper.wait(SECONDS) == 0
    assert diary(tmp_path) == ["+ first", "+ second", "- second", "- first"]
    assert gone_within(SECONDS, running["first"] + running["second"])
    assert not (tmp_path / "run" / "pids.json").exists()


def test_nobody_outlives_a_killed_supervisor(keeper, tmp_path):
    running = pids(tmp_path)
    keeper.kill()
    keeper.wait()
    assert gone_within(SECONDS, running["first"] + running["second"])


def test_what_dies_is_started_again(keeper, tmp_path):
    before = pids(tmp_path)
    os.kill(before["first"][0], signal.SIGKILL)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and diary(tmp_path).count("+ first") < 2:
        time.sleep(0.1)
    assert diary(tmp_path) == ["+ first", "+ second", "+ first"]
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and pids(tmp_path)["first"] == before["first"]:
        time.sleep(0.1)
    after = pids(tmp_path)
    assert after["first"] != before["first"]
    assert after["second"] == before["second"]


class Clumsy:
    """A server that has died, cannot start twice, then runs, then lets the keeper go home."""

    role, pids, process = "clumsy", [1], None

    def __init__(self, log: Path) -> None:
        self.log, self.starts = log, 0

    def start(self) -> None:
        self.starts += 1
        if self.starts < 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        raise KeyboardInterrupt

    def stop(self) -> None:
        pass


def test_on_a_full_disk_the_keeper_neither_writes_nor_speaks_and_still_keeps(tmp_path, monkeypatch):
    def full(*_words):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(supervisor, "write_private", full)
    monkeypatch.setattr(supervisor, "PAUSES", (0,))
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0)
    keeper, clumsy = Supervisor(tmp_path, full), Clumsy(tmp_path / "clumsy.log")
    keeper._watches.append(supervisor._Watch(clumsy))
    with pytest.raises(KeyboardInterrupt):
        keeper.watch()
    assert clumsy.starts == 3


def test_two_supervisors_do_not_share_a_folder(keeper, tmp_path):
    with pytest.raises(AlreadyRunning):
        Supervisor(tmp_path, print).open()


def test_a_service_that_ends_instead_of_starting_says_why(tmp_path):
    words = [sys.executable, "-c", "raise SystemExit('no flour today')"]
    service = Service(Program("bakery", words, tmp_path / "bakery.log"), lambda: False)
    with pytest.raises(CannotStart, match="no flour today"):
        service.start()
