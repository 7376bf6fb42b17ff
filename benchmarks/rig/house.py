"""A house of its own: everything `./kizuna serve` starts, gone afterwards."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.factory import create_app
from app.kit.db import db
from app.servers.postbox import listen
from app.servers.postgres import Postgres
from app.servers.valkey import Valkey
from app.web.app import App
from config import ROOT, Config

READY_SECONDS = 300  # on a machine that is busy elsewhere
SETTLE_SECONDS = 20
HARDLY_ANYTHING = 0.05
WORDS = "words.log"
TICKS = os.sysconf("SC_CLK_TCK")
MINE = (
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "MAIL_URL",
    "SECRET_KEY",
    "PORT",
    "KIZUNA_CLOCK_OFFSET",
)


@dataclass(frozen=True)
class House:
    """Servers with the durability of every day, processes as they always run, and their data."""

    var: Path
    port: int
    app: App

    @property
    def web(self) -> list[int]:
        """The processes that answer requests: gunicorn's workers, without their keeper."""
        return self.pids()["web"][1:]

    def settle(self) -> None:
        """Return once every process has started and hardly anything is left to do."""
        until, before = time.monotonic() + SETTLE_SECONDS, float("inf")
        while time.monotonic() < until:
            told = self.pids()
            used = seconds_of_cpu([pid for pids in told.values() for pid in pids])
            if "scheduler" in told and used - before < HARDLY_ANYTHING:
                return
            before = used
            time.sleep(0.5)

    def pids(self) -> dict[str, list[int]]:
        """Every process by its role, as the keeper has written them down."""
        pids: dict[str, list[int]] = json.loads((self.var / "run" / "pids.json").read_text())
        return pids


@contextmanager
def serving() -> Iterator[House]:
    """A house with nobody in it yet, and nothing left to do; its own application is in context."""
    with folder() as var, serving_in(var) as house:
        house.settle()
        yield house


@contextmanager
def serving_in(var: Path) -> Iterator[House]:
    """A house with its data in `var`."""
    port = free_port()
    with running([*_kizuna("serve"), "--port", str(port)], _environment(var), var):
        wait_for(port, var)
        with application(var) as app:
            yield House(var, port, app)


@contextmanager
def unserved() -> Iterator[App]:
    """The servers alone, with every table, and an application in context."""
    with folder() as var, Postgres(var), Valkey(var):
        from flask_migrate import upgrade

        with application(var) as app:
            upgrade()
            yield app


@contextmanager
def application(var: Path) -> Iterator[App]:
    """Our own application over the data in `var`, in its context."""
    env = {**_environment(var), "DATABASE_URL": Postgres(var).url, "REDIS_URL": Valkey(var).url}
    env["SECRET_KEY"] = _secret(var)
    app = create_app(Config.from_env(env))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def running(command: Sequence[str], env: dict[str, str], var: Path) -> Iterator[int]:
    """A process of the house, its words in a file; stopped the way an operator would."""
    with (var / WORDS).open("ab") as words:
        process = subprocess.Popen(command, env=env, stdout=words, stderr=words, cwd=ROOT)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def web_process(house: House, module: str, port: int) -> tuple[list[str], dict[str, str]]:
    """The command and the settings of one more web server over the same data."""
    env = _environment(house.var)
    env["SECRET_KEY"] = _secret(house.var)
    env |= {"DATABASE_URL": Postgres(house.var).url, "REDIS_URL": Valkey(house.var).url}
    return [sys.executable, "-P", "-m", module, str(port)], env


def wait_for(port: int, var: Path) -> None:
    """Return once a page answers. Raises TimeoutError with the last words of what should have."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError((var / WORDS).read_text()[-1000:])


def free_port() -> int:
    """A port nobody listens on."""
    with listen() as door:
        return int(door.getsockname()[1])


def seconds_of_cpu(pids: Sequence[int]) -> float:
    """Processor seconds that these processes have used so far, their own and the kernel's."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def _ticks(pid: int) -> int:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(told[11]) + int(told[12])


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL can reach, deleted afterwards with whatever it kept elsewhere."""
    root = Path(tempfile.mkdtemp(prefix="kizuna-benchmark-"))
    if os.geteuid() == 0:
        root.chmod(0o711)  # PostgreSQL, which never runs as root, has to walk through
    var = root / "var"
    var.mkdir(mode=0o711)
    try:
        yield var
    finally:
        Postgres(var).forget()
        shutil.rmtree(root)


def _environment(var: Path) -> dict[str, str]:
    """The settings of a house that knows nothing of the one it is measured in."""
    mine = {name: value for name, value in os.environ.items() if name not in MINE}
    return {**mine, "KIZUNA_VAR": str(var), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _secret(var: Path) -> str:
    """What `serve` has made for this house; without `serve` anything will do."""
    made = var / "secret_key"
    return made.read_text().strip() if made.exists() else secrets.token_urlsafe(48)


def _kizuna(*words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "app", *words]
