"""10,000 letters while senders are killed, PostgreSQL restarted and Redis emptied: none lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade
from redis import Redis

from app.accounts.models import User
from app.cli.figures import Figure
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import public_id
from app.notifications.models import Mail
from app.notifications.operations import Promise, post_all
from app.notifications.rules import Priority, State
from app.registrations.models import Registration
from app.registrations.states import State as Place
from app.registrations.tickets import ticket_hash
from app.servers.postgres import Postgres
from app.servers.valkey import Valkey
from benchmarks.outbox import postbox_in_a_process
from benchmarks.rig import people
from benchmarks.rig.house import application, folder

LETTERS = 10_000
EVENINGS = 5
SENDERS = 2
KILLS = 20
RESTARTS = 3
FLUSHES = 3
LONGEST_SECONDS = 1800
CALM_LETTERS = 2000
KIND = "registrations.confirmed"


@dataclass
class Senders:
    """Processes that send; one that is killed is followed by another."""

    var: Path
    mail_url: str
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, count: int) -> None:
        command = [sys.executable, "-m", "benchmarks.rig.sender", str(self.var), self.mail_url]
        words = (self.var / "senders.log").open("ab")
        for _number in range(count):
            self.running.append(subprocess.Popen(command, stdout=words, stderr=words))

    def kill_one(self, dice: random.Random) -> None:
        victim = dice.choice(self.running)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.running.remove(victim)
        self.start(1)

    def stop(self) -> None:
        for process in self.running:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.running.clear()


@dataclass(frozen=True)
class Crowd:
    """Everybody who gets letters, and whose evenings they go to."""

    host: User
    group: Group
    members: list[User]

    def promise(self, count: int) -> None:
        """A seat confirmed, for so many members together at every evening."""
        members = self.members[: count // EVENINGS]
        for _number in range(EVENINGS):
            event = people.an_evening(self.group, self.host, count)
            promises = [
                (member, Promise(KIND, f"{KIND}:{seat}", about_id=seat, priority=Priority.BULK))
                for member, seat in zip(members, _seats(event, members), strict=True)
            ]
            post_all(promises, at=now())
        db.session.commit()
        people.tables_known_to_the_planner()


def measure() -> list[Figure]:
    """First calmly, for the rate; then with everything that can go wrong."""
    with (
        folder() as var,
        Postgres(var) as postgres,
        Valkey(var) as valkey,
        application(var),
        postbox_in_a_process() as postbox,
    ):
        upgrade()
        crowd = _crowd()
        crowd.promise(CALM_LETTERS)
        with _sending(var, postbox.port) as senders:
            seconds = _until_sent(CALM_LETTERS, 1)
            told = _stormy(postgres, valkey, senders, crowd)
        ids = Counter(message_from_bytes(raw)["Message-ID"] for raw in postbox.letters)
    everything = CALM_LETTERS + LETTERS
    return [
        Figure("mails, two senders", CALM_LETTERS / seconds, "per s"),
        Figure("mails in the storm", LETTERS / told, "per s"),
        Figure("mails lost", everything - len(ids), "mails", must_be=0),
        Figure("copies under known ids", ids.total() - len(ids), "mails"),
        Figure("copies allowed", float(KILLS * SENDERS + RESTARTS * SENDERS), "mails"),
    ]


def _stormy(postgres: Postgres, valkey: Valkey, senders: Senders, crowd: Crowd) -> float:
    dice = random.Random(7)
    crowd.promise(LETTERS)
    began = time.perf_counter()
    troubles = ["kill"] * KILLS + ["restart"] * RESTARTS + ["flush"] * FLUSHES
    dice.shuffle(troubles)
    for number, trouble in enumerate(troubles, 1):
        _until_sent(CALM_LETTERS + LETTERS * number // (len(troubles) + 1), 0.2)
        if trouble == "kill":
            senders.kill_one(dice)
        elif trouble == "flush":
            Redis.from_url(valkey.url).flushall()
        else:
            db.session.remove()
            db.engine.dispose()
            postgres.stop()
            postgres.start()
    _until_sent(CALM_LETTERS + LETTERS, 1)
    return time.perf_counter() - began


@contextmanager
def _sending(var: Path, port: int) -> Iterator[Senders]:
    senders = Senders(var, f"smtp://127.0.0.1:{port}")
    senders.start(SENDERS)
    try:
        yield senders
    finally:
        senders.stop()


def _until_sent(count: int, pause: float) -> float:
    """Return once so many have been settled as sent. Raises TimeoutError."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST_SECONDS:
        query = sa.select(sa.func.count(Mail.id)).where(Mail.state == State.SENT)
        sent = db.session.scalars(query).one()
        db.session.rollback()
        if sent >= count:
            return time.perf_counter() - began
        time.sleep(pause)
    raise TimeoutError(f"not {count} sent; see {os.environ.get('KIZUNA_VAR', 'the log')}")


def _crowd() -> Crowd:
    host, *members = people.some_members(LETTERS // EVENINGS + 1)
    return Crowd(host, people.a_group(host), members)


def _seats(event: Event, members: list[User]) -> list[int]:
    rows = []
    for member in members:
        name = public_id()
        rows.append(
            Registration(
                public_id=name,
                event_id=event.id,
                attendee_id=member.id,
                slot_id=event.slots[0].id,
                state=Place.CONFIRMED,
                registered_at=now() - timedelta(days=1),
                ticket_hash=ticket_hash(name),
            )
        )
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]
