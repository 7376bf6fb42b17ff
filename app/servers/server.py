"""What embedded servers share: one at a time, started safely, waited for, stopped in order."""

import subprocess
import time
from abc import ABC, abstractmethod
from gettext import gettext as _
from pathlib import Path
from typing import ClassVar, Self

from app.servers.errors import CannotStart, Say, silently
from app.servers.places import Lock, make_var, my_folder, take_lock
from app.servers.process import Program

# A predecessor whose keeper was killed shuts down by itself; this long it may take.
PREDECESSOR_SECONDS = 60
# Recovery after a crash can be long; giving up on it would only make it longer.
START_SECONDS = 300
QUIET_SECONDS = 2


class Server(ABC):
    """A server that lives in a folder of `var` and is reached through a private socket.

    `with Server(var) as server:` starts it, and stops it at the end; `server.url` is its address.
    With `ephemeral=True` it forgets durability, for tests.
    """

    role: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, var: Path, *, ephemeral: bool = False, say: Say = silently) -> None:
        self.var = var.resolve()
        self.ephemeral = ephemeral
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self._program: Program | None = None
        self._lock: Lock | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the application finds it."""

    @property
    def desk(self) -> Path:
        """The folder of whoever runs this: locks and secrets."""
        return self.var / self.role

    @property
    def log(self) -> Path:
        return self.var / "log" / f"{self.role}.log"

    @property
    def pids(self) -> list[int]:
        return [self.process.pid] if self.process else []

    def is_running(self) -> bool:
        """Whether a process runs what lives here."""
        if not (self.desk / "lock").exists():
            return False
        lock = Lock(self.desk / "lock")
        is_free = lock.take()
        lock.drop()
        return not is_free

    def start(self) -> None:
        """Start it and wait until it answers. Raises CannotStart."""
        make_var(self.var)
        my_folder(self.var / "log")
        self._open_desk()
        self._lock = self._lock or take_lock(self.desk)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it, and leave the folder to whoever comes next."""
        if self.process and self._program:
            self._program.stop(self.process)
        self.process = None
        if self._lock:
            self._lock.drop()
            self._lock = None

    def _open_desk(self) -> None:
        my_folder(self.desk)

    def _start(self) -> None:
        alive = self._predecessor_gone()
        try:
            self._prepare()
            self._program = self._to_run(alive.descriptor)
            self.process = self._program.start()
        finally:
            alive.drop()
        self._wait(self._program, self.process)
        self._furnish()

    def _predecessor_gone(self) -> Lock:
        """A lock the server and all its children inherit, so that holding it proves them gone."""
        alive = Lock(self.desk / "alive")
        if not alive.take() and not self._wait_for(alive):
            alive.drop()
            raise CannotStart(
                _("An earlier %(server)s in %(path)s does not end. Please stop it first.")
                % {"server": self.title, "path": self.desk}
            )
        return alive

    def _wait_for(self, alive: Lock) -> bool:
        self.say(_("waiting for the earlier %(server)s to end …") % {"server": self.title})
        return alive.take(patience=PREDECESSOR_SECONDS)

    def _wait(self, program: Program, process: "subprocess.Popen[bytes]") -> None:
        began, told = time.monotonic(), False
        while not self._answers():
            waited = time.monotonic() - began
            if process.poll() is not None or waited > START_SECONDS:
                raise CannotStart(
                    _("%(server)s did not start: %(reason)s (see %(log)s)")
                    % {"server": self.title, "reason": program.last_words(), "log": program.log}
                )
            if waited > QUIET_SECONDS and not told:
                self.say(_("%(server)s is recovering …") % {"server": self.title})
                told = True
            time.sleep(0.03)

    def _furnish(self) -> None:  # noqa: B027 -- most servers need nothing more
        """Whatever remains to be done once it answers."""

    @abstractmethod
    def _prepare(self) -> None:
        """Make ready whatever the first start needs."""

    @abstractmethod
    def _to_run(self, alive: int) -> Program:
        """The program, which inherits the descriptor `alive`."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it takes connections."""
