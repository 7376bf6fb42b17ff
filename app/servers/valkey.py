"""Embedded Valkey (or the machine's Redis): append-only file, private socket, no TCP.

It runs as whoever started it, root included: its folder is closed to everybody else, and whoever
may write to it tells the workers what to run.
"""

import shutil
import signal
from gettext import gettext as _
from pathlib import Path
from urllib.parse import quote

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from app.servers.account import myself
from app.servers.binaries import redis_server
from app.servers.errors import CannotStart
from app.servers.places import my_folder, socket_folder
from app.servers.process import Program
from app.servers.server import Server


class Valkey(Server):
    """Wakes the workers. Losing it loses nothing."""

    role = "redis"
    title = "Redis"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket))}"

    @property
    def _socket(self) -> Path:
        return socket_folder(self.desk, myself()) / "redis.sock"

    def _start(self) -> None:
        """Start it; what it cannot read any more, as after a power cut, must keep nobody out."""
        try:
            super()._start()
        except CannotStart:
            if not self._is_in_the_way():
                raise
            aside = self._put_aside()
            self.say(
                _("Redis cannot read what it kept. That is in %(path)s now, and it starts anew.")
                % {"path": aside}
            )
            super()._start()

    def _is_in_the_way(self) -> bool:
        """Whether it ended by itself, having something to read."""
        has_ended = self.process is not None and self.process.poll() is not None
        return has_ended and any((self.desk / "data").iterdir())

    def _put_aside(self) -> Path:
        aside = self.desk / "data.unreadable"
        shutil.rmtree(aside, ignore_errors=True)
        return (self.desk / "data").rename(aside)

    def _prepare(self) -> None:
        my_folder(self.desk / "data")
        self._socket.unlink(missing_ok=True)

    def _to_run(self, alive: int) -> Program:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.desk / "data"),
            "appendonly": "no" if self.ephemeral else "yes",
            "save": "",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return Program(
            role=self.role,
            command=[redis_server(), *words],
            log=self.log,
            stop_with=signal.SIGTERM,
            inherits=(alive,),
        )

    def _answers(self) -> bool:
        once = Retry(
            NoBackoff(), 0
        )  # whoever waits asks again; by itself it would rest for seconds
        try:
            with Redis(unix_socket_path=str(self._socket), socket_timeout=2, retry=once) as redis:
                return bool(redis.ping())
        except RedisError:
            return False
