"""Mails of confirmed seats, written and handed over one after the other to a mail server."""

import os
import shutil
import smtplib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.cli.figures import Figure
from app.kit.clock import now
from app.kit.db import db
from app.notifications.sender import empty_outbox
from app.registrations.operations import Wish, register
from app.servers.postbox import listen
from app.servers.process import Program
from benchmarks.rig import people
from benchmarks.rig.house import unserved

MAILS = 300
SENDER = "kizuna@example.org"


@dataclass(frozen=True)
class Postbox:
    """A mail server in a process of its own, and the folder it keeps its mail in."""

    port: int
    folder: Path

    @property
    def letters(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]


def measure() -> list[Figure]:
    """The sender with its bookkeeping, beside a loop that only hands the same bytes over."""
    with unserved() as app, postbox_in_a_process() as postbox:
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{postbox.port}"
        _promise_all()
        began, cpu = time.perf_counter(), time.process_time()
        sent = empty_outbox()
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        letters = postbox.letters
        plain = _seconds_to_hand_over(postbox.port, letters)
    return [
        Figure("mails", sent / seconds, "per s", plain / seconds, "smtplib with written letters"),
        Figure("mails: Python CPU", cpu * 1000 / sent, "ms/mail"),
        Figure("mails lost", MAILS - len(letters), "mails", must_be=0),
    ]


def _promise_all() -> None:
    host, *members = people.some_members(MAILS + 1)
    event = people.an_evening(people.a_group(host), host, MAILS)
    for number, member in enumerate(members):
        register(event, member, Wish(purpose=people.purpose(number)), at=now())
    db.session.commit()
    people.tables_known_to_the_planner()


def _seconds_to_hand_over(port: int, letters: list[bytes]) -> float:
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for letter in letters:
            line.sendmail(SENDER, ["member@example.org"], letter)
    return time.perf_counter() - began


@contextmanager
def postbox_in_a_process() -> Iterator[Postbox]:
    folder = Path(tempfile.mkdtemp(prefix="kizuna-benchmark-"))
    with listen() as door:
        number, port = door.fileno(), door.getsockname()[1]
        command = [sys.executable, "-m", "app.servers.postbox", str(number), str(folder)]
        program = Program(
            "postbox", command, folder / "words.log", env=dict(os.environ), inherits=(number,)
        )
        process = program.start()
    try:
        yield Postbox(port, folder)
    finally:
        program.stop(process)
        shutil.rmtree(folder)
