"""The keeper of all processes: starts them in order, starts them again, stops them in order."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Protocol

from app.servers.errors import CannotStart, Say
from app.servers.places import Lock, make_var, my_folder, take_lock, write_private
from app.servers.process import Program, family

LOOK_SECONDS = 0.5
PAUSES = (1, 2, 4, 8, 15, 30)
# Having lived this long, a process that dies has had an accident, not a habit.
SETTLED_SECONDS = 60
QUIET_SECONDS = 2
READY_SECONDS = 300


class Kept(Protocol):
    """A server, or a service: what can be started, watched and stopped."""

    @property
    def role(self) -> str: ...
    @property
    def log(self) -> Path: ...
    @property
    def process(self) -> "subprocess.Popen[bytes] | None": ...
    @property
    def pids(self) -> list[int]: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Service:
    """A program of the house, ready when `is_ready` says so.

    `on_delay` is called once when that takes longer than a person likes to wait.
    """

    def __init__(
        self,
        program: Program,
        is_ready: Callable[[], bool] | None = None,
        on_delay: Callable[[], None] | None = None,
    ) -> None:
        self.program = program
        self.role = program.role
        self.log = program.log
        self.process: subprocess.Popen[bytes] | None = None
        self._is_ready = is_ready
        self._on_delay = on_delay

    @property
    def pids(self) -> list[int]:
        """The program and the workers it has forked."""
        return family(self.process) if self.process else []

    def start(self) -> None:
        """Start it and wait until it is ready. Raises CannotStart when it ends instead."""
        self.process = self.program.start()
        began = time.monotonic()
        while self._is_ready and not self._is_ready():
            waited = time.monotonic() - began
            if self.process.poll() is not None or waited > READY_SECONDS:
                self.stop()
                raise CannotStart(_failure(self.program))
            if self._on_delay and waited > QUIET_SECONDS:
                self._on_delay()
                self._on_delay = None
            time.sleep(0.03)

    def stop(self) -> None:
        """Stop it."""
        if self.process:
            self.program.stop(self.process)
        self.process = None


@dataclass
class _Watch:
    kept: Kept
    began: float = field(default_factory=time.monotonic)
    falls: int = 0
    resume_at: float | None = None


class Supervisor:
    """Every process started here ends with this one, however this one ends."""

    def __init__(self, var: Path, say: Say) -> None:
        self.var = var
        self.say = say
        self._watches: list[_Watch] = []
        self._pids: dict[str, list[int]] = {}
        self._doors: list[socket.socket] = []
        self._signals: dict[signal.Signals, Any] = {}
        self._lock: Lock | None = None

    def open(self) -> None:
        """Claim `var` for this process, and take signals as requests to stop."""
        make_var(self.var)
        self._lock = take_lock(my_folder(self.var / "run"))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Started by `nohup`, it is meant to outlive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                self._signals[number] = signal.signal(number, _interrupt)

    def keep(self, kept: Kept) -> None:
        """Start it, and from now on look after it."""
        self._watches.append(_Watch(kept))
        kept.start()
        self._write_pids()

    def lend(self, door: socket.socket) -> None:
        """Hold on to a socket that children inherit, whenever they are started again."""
        self._doors.append(door)

    def watch(self) -> NoReturn:
        """Look after everything until somebody interrupts."""
        while True:
            for watch in self._watches:
                self._look_at(watch)
            # On a disk that is full for a while, keeping everybody alive is what counts.
            with contextlib.suppress(OSError):
                self._write_pids()
            time.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Stop everything, the last started first, so that nobody loses what they stand on."""
        for number in self._signals:
            signal.signal(number, signal.SIG_IGN)
        for watch in reversed(self._watches):
            watch.kept.stop()
        self._watches.clear()
        for door in self._doors:
            door.close()
        if self._lock:
            (self.var / "run" / "pids.json").unlink(missing_ok=True)
            self._lock.drop()
            self._lock = None
        for number, earlier in self._signals.items():
            signal.signal(number, earlier)
        self._signals.clear()

    def _look_at(self, watch: _Watch) -> None:
        process, now = watch.kept.process, time.monotonic()
        if watch.resume_at is not None:
            if now >= watch.resume_at:
                self._start_again(watch)
        elif process is None or process.poll() is not None:
            self._mourn(watch, now)

    def _mourn(self, watch: _Watch, now: float) -> None:
        """Decide when to start it again: at once after an accident, later and later if not."""
        watch.falls = 0 if now - watch.began > SETTLED_SECONDS else watch.falls
        pause = PAUSES[min(watch.falls, len(PAUSES) - 1)]
        watch.falls += 1
        watch.resume_at = now + pause
        watch.kept.stop()
        self._tell(
            _("%(role)s has stopped and starts again in %(seconds)s s (see %(log)s)")
            % {"role": watch.kept.role, "seconds": pause, "log": watch.kept.log}
        )

    def _start_again(self, watch: _Watch) -> None:
        watch.began, watch.resume_at = time.monotonic(), None
        try:
            watch.kept.start()
        # Whatever keeps one of them from starting, the others go on, and it is tried again.
        except Exception as reason:
            self._tell(str(reason) or repr(reason))

    def _tell(self, sentence: str) -> None:
        """Say it if anybody can hear: words go to a file, and its disk may be full."""
        with contextlib.suppress(OSError):
            self.say(sentence)

    def _write_pids(self) -> None:
        pids = {watch.kept.role: watch.kept.pids for watch in self._watches}
        pids["supervisor"] = [os.getpid()]
        if pids != self._pids:
            write_private(self.var / "run" / "pids.json", json.dumps(pids, indent=1) + "\n")
            self._pids = pids


def _failure(program: Program) -> str:
    return _("%(role)s did not start: %(reason)s (see %(log)s)") % {
        "role": program.role,
        "reason": program.last_words(),
        "log": program.log,
    }


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
