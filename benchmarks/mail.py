"""10,000 recaps while workers are killed, Redis and PostgreSQL fail: nobody's is lost."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade
from redis import Redis

from app.accounts.models import User
from app.accounts.operations import ask_to_sign_in
from app.cli.figures import Figure
from app.kit.clock import now
from app.kit.db import db
from app.notifications import ledger
from app.notifications.models import Mail
from app.notifications.rules import State
from app.recaps.models import RecapRun
from app.servers.postgres import Postgres
from app.servers.valkey import Valkey
from benchmarks.outbox import postbox_in_a_process
from benchmarks.rig.house import application, folder
from benchmarks.rig.mornings import Gone, a_morning, some_leave

GUESTS = 100
LETTERS = 10_000
WORKERS = 2
SCHEDULERS = 2
KILLS = 20
RESTARTS = 3
FLUSHES = 3
# Redis stays away for so long; `python -m benchmarks.mail 10000 300` has the full five minutes.
AWAY_SECONDS = 30
LONGEST_SECONDS = 1800
KIND = "recap.attended"
SIGN_IN = "accounts.sign_in"
ON_THEIR_WAY = (State.QUEUED, State.CLAIMED, State.DOT)


@dataclass
class Processes:
    """Workers and schedulers; one that is killed is followed by another of its kind."""

    var: Path
    mail_url: str
    running: list[tuple[str, "subprocess.Popen[bytes]"]] = field(default_factory=list)

    def start(self, role: str, count: int) -> None:
        command = [
            *(sys.executable, "-m", "benchmarks.rig.sender", role),
            *(str(self.var), self.mail_url),
        ]
        words = (self.var / "senders.log").open("ab")
        for _number in range(count):
            process = subprocess.Popen(command, stdout=words, stderr=words)
            self.running.append((role, process))

    def kill_one(self, dice: random.Random) -> None:
        role, victim = dice.choice([one for one in self.running if one[0] == "worker"])
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.running.remove((role, victim))
        self.start(role, 1)

    def stop(self) -> None:
        for _role, process in self.running:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.running.clear()


@dataclass(frozen=True)
class Storm:
    """Everything that goes wrong, in an order drawn by lot, spread over all the letters."""

    postgres: Postgres
    valkey: Valkey
    processes: Processes
    away_seconds: float

    def blow(self, total: int) -> float:
        """Seconds until the last of `total` letters has come to an end."""
        dice, began, before = random.Random(7), time.perf_counter(), _sent()
        faults: list[Callable[[], object]] = [
            *[lambda: self.processes.kill_one(dice)] * KILLS,
            *[self._restart] * RESTARTS,
            *[self._flush] * FLUSHES,
            self._leave_alone,
        ]
        dice.shuffle(faults)
        for number, fault in enumerate(faults, 1):
            _wait_for(before + (total - before) * number // (len(faults) + 2))
            fault()
        _wait(_is_over, pause=1)
        return time.perf_counter() - began

    def _restart(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.postgres.stop()
        self.postgres.start()

    def _flush(self) -> None:
        Redis.from_url(self.valkey.url).flushall()

    def _leave_alone(self) -> None:
        self.valkey.stop()
        time.sleep(self.away_seconds)
        self.valkey.start()


def measure(trials: int | None = None, away_seconds: float = AWAY_SECONDS) -> list[Figure]:
    """Two schedulers promise; some think better of it; calm, for the rate; then the storm.

    `trials` is the number of letters.
    """
    letters = trials or LETTERS
    each = max(letters // 100, 1)
    with (
        folder() as var,
        Postgres(var) as postgres,
        Valkey(var) as valkey,
        application(var),
        postbox_in_a_process() as postbox,
        _at_work(var, postbox.port) as processes,
    ):
        upgrade()
        morning = a_morning(-(-(letters + 3 * each) // GUESTS), GUESTS)
        processes.start("scheduler", SCHEDULERS)
        _wait(lambda: _number(RecapRun.event_id) == len(morning.evenings))
        promised, gone = _number(Mail.id, Mail.kind == KIND), some_leave(morning, each)
        processes.start("worker", WORKERS)
        rate = _rate(promised // 10)
        seconds = _overtaking(morning.host)
        wild = Storm(postgres, valkey, processes, away_seconds).blow(promised - 3 * each)
        arrived = [message_from_bytes(raw, policy=policy.default) for raw in postbox.letters]
    written = [letter for letter in arrived if f"<{KIND}." in letter["Message-ID"]]
    doubled = promised - len(morning.guests)
    return [
        Figure("recaps, two workers", rate, "per s"),
        Figure("a link to sign in, asked for meanwhile", seconds, "s"),
        Figure("recaps in the storm", 0.9 * promised / wild, "per s"),
        Figure("promised twice by two schedulers", doubled, "mails", must_be=0),
        *_told(written, promised - 3 * each, gone),
    ]


def _told(written: list[EmailMessage], due: int, gone: Gone) -> list[Figure]:
    """What has arrived, beside what was to."""
    copies = Counter((str(letter["To"]), letter["Message-ID"]) for letter in written)
    reached = {address.addr_spec for letter in written for address in letter["To"].addresses}
    apart = set(gone.apart)
    of_blocked = sum(
        name in str(letter.get_body(("plain",)))
        for letter in written
        for address, name in apart
        if address == letter["To"].addresses[0].addr_spec
    )
    return [
        Figure("different recipients and ids", len(copies), "mails", must_be=due),
        Figure("lost", due - len(reached - gone.addresses), "mails", must_be=0),
        Figure("to the erased, unsubscribed, withdrawn", len(reached & gone.addresses), "mails",
               must_be=0),
        Figure("that name somebody blocked", of_blocked, "mails", must_be=0),
        Figure("copies under known ids", copies.total() - len(copies), "mails"),
        Figure("copies allowed", KILLS * WORKERS, "mails"),
    ]  # fmt: skip


@contextmanager
def _at_work(var: Path, port: int) -> Iterator[Processes]:
    processes = Processes(var, f"smtp://127.0.0.1:{port}")
    try:
        yield processes
    finally:
        processes.stop()


def _rate(letters: int) -> float:
    """Letters a second, from the first one on."""
    _wait(lambda: _sent() > 0, pause=0.02)
    began, before = time.perf_counter(), _sent()
    _wait(lambda: _sent() >= letters, pause=0.1)
    return (_sent() - before) / (time.perf_counter() - began)


def _overtaking(member: User) -> float:
    """Seconds until a link to sign in has left, with all the recaps before it in the outbox."""
    began = time.perf_counter()
    ask_to_sign_in(member.email or "", at=now())
    db.session.commit()
    _wait(lambda: _number(Mail.id, Mail.kind == SIGN_IN, Mail.state == State.SENT) > 0, pause=0.05)
    return time.perf_counter() - began


def _wait(question: Callable[[], bool], pause: float = 0.2) -> None:
    """Return once it is so. Raises TimeoutError."""
    until = time.monotonic() + LONGEST_SECONDS
    while not question():
        if time.monotonic() > until:
            raise TimeoutError(str(_states()))
        time.sleep(pause)


def _wait_for(letters: int) -> None:
    _wait(lambda: _sent() >= letters)


def _is_over() -> bool:
    """Whether nothing more will happen to any recap by itself."""
    states = _states()
    last = _number(Mail.id, Mail.state == State.PARKED, Mail.copies < ledger.MOST_COPIES)
    return not (last or any(states.get(state) for state in ON_THEIR_WAY))


def _sent() -> int:
    return _states().get(State.SENT, 0)


def _states() -> dict[State, int]:
    query = sa.select(Mail.state, sa.func.count()).where(Mail.kind == KIND).group_by(Mail.state)
    found = {state: number for state, number in db.session.execute(query)}  # noqa: C416
    db.session.rollback()
    return found


def _number(column: "sa.orm.InstrumentedAttribute[int]", *which: sa.ColumnElement[bool]) -> int:
    found = db.session.scalars(sa.select(sa.func.count(column)).where(*which)).one()
    db.session.rollback()
    return found


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]), float(sys.argv[2])):
        print(f"{figure.name}: {figure.value:,.4g} {figure.unit} {figure.remark}")
