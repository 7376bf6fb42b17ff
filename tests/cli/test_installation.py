"""A whole installation: everything runs, comes back, can be copied, and stops without a trace."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from app.servers.postgres import Postgres
from app.servers.valkey import Valkey
from tests.cli.test_commands import kizuna, surroundings
from tests.servers.test_postgres import alive, gone_within

# Whoever takes as long as this never comes.
SECONDS = 120


@dataclass
class Installation:
    """What `./kizuna serve` has started."""

    var: Path
    port: int
    process: "subprocess.Popen[str]"

    @property
    def pids(self) -> dict[str, list[int]]:
        return json.loads((self.var / "run" / "pids.json").read_text())

    def page(self, path: str) -> int:
        """What is answered; 0 where a process dies before it has answered."""
        try:
            url = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.status
        except (OSError, HTTPException):
            return 0


def wait_until(so) -> None:
    until = time.monotonic() + SECONDS
    while not so():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    var = folder / "var"
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    env = surroundings(var)
    command = [sys.executable, "-P", "-m", "app", "serve", "--port", str(port)]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, env=env, stdout=said, stderr=said, text=True)
    words = folder / "said"
    wait_until(lambda: "Ctrl-C" in words.read_text() or process.poll() is not None)
    found = next(
        line for line in words.read_text().splitlines() if f"{port} is taken; using" in line
    )
    taken.close()
    yield Installation(var, int(found.rstrip(".").split()[-1]), process)
    process.kill()
    process.wait()
    Postgres(var).forget()


def test_everything_runs(installation):
    assert installation.page("/healthz") == 200
    wait_until(lambda: installation.page("/readyz") == 200)
    roles = {"supervisor", "postgres", "redis", "web", "worker", "scheduler"}
    wait_until(lambda: set(installation.pids) == roles)
    wait_until(lambda: len(installation.pids["web"]) == 3)


def test_a_second_start_is_refused(installation):
    done = kizuna(installation.var, "serve", "--port", "0")
    assert done.returncode == 2
    done = kizuna(installation.var, "serve")
    assert done.returncode == 1
    assert "already running" in done.stderr
    assert installation.page("/healthz") == 200


def test_fresh_is_refused_while_it_runs(installation):
    done = kizuna(installation.var, "demo", "--fresh")
    assert done.returncode == 1
    assert "already running" in done.stderr
    assert (installation.var / "secret_key").exists()


def test_a_member_is_added_and_gets_a_key(installation):
    words = ("user", "add", "mio@example.jp", "--name", "林 澪", "--staff")
    assert kizuna(installation.var, *words).returncode == 0
    again = kizuna(installation.var, *words, LANG="ja_JP.UTF-8")
    assert again.returncode == 1
    assert "できませんでした" in again.stderr
    assert kizuna(installation.var, "token", "MIO@example.jp").stdout.startswith("kz_")
    assert "no member" in kizuna(installation.var, "token", "nobody@example.jp").stderr


def test_a_crowd_comes_with_keys_that_open_the_api(installation, tmp_path):
    words = ("seed", "--members", "12", "--groups", "2", "--events", "3", "--tokens")
    file = tmp_path / "keys.tsv"
    done = kizuna(installation.var, *words, str(file))
    assert done.returncode == 0, done.stderr
    assert "12 members, 2 groups, 3 events" in done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [line.split("\t") for line in file.read_text().splitlines()]
    assert len(lines) == 12
    email, name, key = lines[0]
    line = HTTPConnection("127.0.0.1", installation.port, timeout=SECONDS)
    with closing(line):
        line.request("GET", "/api/v1/me", headers={"Authorization": f"Bearer {key}"})
        told = json.load(line.getresponse())
    assert (told["email"], told["id"]) == (email, name)

    again = kizuna(installation.var, *words, str(file))
    assert (again.returncode, "here already" in again.stderr) == (1, True)
    assert len(file.read_text().splitlines()) == 12


@pytest.mark.parametrize(
    ("numbers", "reason"), [((1, 1, 0), "two members"), ((5, 0, 1), "one group")]
)
def test_a_crowd_that_makes_no_sense_is_refused(tmp_path, numbers, reason):
    members, groups, events = map(str, numbers)
    words = ("--members", members, "--groups", groups, "--events", events)
    done = kizuna(tmp_path, "seed", *words)
    assert done.returncode == 1
    assert reason in done.stderr


def test_doctor_finds_nothing(installation):
    done = kizuna(installation.var, "doctor")
    assert done.returncode == 0, done.stdout
    moved = kizuna(installation.var, "doctor", KIZUNA_CLOCK_OFFSET="3600")
    assert moved.returncode == 1
    assert "KIZUNA_CLOCK_OFFSET" in moved.stdout


def test_a_copy_comes_back_elsewhere_but_never_over_data(installation, tmp_path):
    file = tmp_path / "copy.kizuna"
    assert kizuna(installation.var, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "there already" in kizuna(installation.var, "backup", str(file)).stderr
    assert "holds data" in kizuna(installation.var, "restore", str(file)).stderr

    elsewhere = tmp_path / "elsewhere"
    try:
        assert kizuna(elsewhere, "migrate").returncode == 0  # as somebody who looks first
        with Postgres(elsewhere) as postgres, psycopg.connect(postgres.url) as line:
            line.execute("CREATE TABLE of_a_later_version (id int REFERENCES users (id))")
        torn = tmp_path / "torn.kizuna"
        torn.write_bytes(file.read_bytes()[: -file.stat().st_size // 3])
        assert kizuna(elsewhere, "restore", str(torn)).returncode == 1
        done = kizuna(elsewhere, "restore", str(file))
        assert done.returncode == 0, done.stderr
        assert kizuna(elsewhere, "token", "mio@example.jp").stdout.startswith("kz_")
    finally:
        Postgres(elsewhere).forget()


def test_any_other_file_is_not_a_backup(installation, tmp_path):
    (tmp_path / "letter").write_text("dear")
    done = kizuna(installation.var, "restore", str(tmp_path / "letter"))
    assert done.returncode == 1
    assert "not a backup" in done.stderr


def queue_of(installation: Installation, redis: Redis) -> Queue:
    return Queue(connection=redis, serializer=JSONSerializer)


def test_the_horse_dies_with_its_worker_so_that_nothing_is_done_twice(installation):
    wait_until(lambda: installation.pids["worker"])
    [worker] = installation.pids["worker"][:1]
    with Redis.from_url(Valkey(installation.var).url) as redis:
        nap = queue_of(installation, redis).enqueue("time.sleep", SECONDS)
        wait_until(lambda: nap.get_status(refresh=True) == "started")
    horses = children(worker)
    assert horses
    os.kill(worker, signal.SIGKILL)
    assert gone_within(SECONDS / 2, horses)
    wait_until(lambda: installation.pids["worker"][:1] not in ([], [worker]))


def children(pid: int) -> list[int]:
    """Who was forked by `pid` and is still there, whoever may have been before."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def hear_a_bell(installation: Installation) -> None:
    """Ring, and wait until the worker has done what it was rung for."""
    with Redis.from_url(Valkey(installation.var).url) as redis:
        bell = queue_of(installation, redis).enqueue("os.getpid")
        wait_until(lambda: bell.get_status(refresh=True) == "finished")


def test_the_worker_outlives_redis(installation):
    hear_a_bell(installation)
    before = installation.pids
    os.kill(before["redis"][0], signal.SIGKILL)
    wait_until(lambda: installation.pids["redis"] not in ([], before["redis"]))
    hear_a_bell(installation)
    assert installation.pids["worker"][:1] == before["worker"][:1]


def test_a_killed_web_worker_scheduler_and_database_come_back(installation):
    roles = ("worker", "scheduler", "postgres", "web")
    wait_until(lambda: all(installation.pids[role] for role in roles))
    before = installation.pids
    for role in roles:
        os.kill(before[role][0], signal.SIGKILL)
    wait_until(
        lambda: all(installation.pids[role][:1] not in ([], before[role][:1]) for role in roles)
    )
    wait_until(lambda: installation.page("/readyz") == 200)


def test_it_stops_without_a_trace(installation):
    # Of each the first: those it forks come and go while this is read.
    pids = [pid for role in installation.pids.values() for pid in role]
    firsts = [role[0] for role in installation.pids.values()]
    assert all(map(alive, firsts))
    installation.process.send_signal(signal.SIGTERM)
    assert installation.process.wait(SECONDS) == 0
    assert gone_within(SECONDS, pids)
    assert not (installation.var / "run" / "pids.json").exists()
