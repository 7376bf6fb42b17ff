"""Embedded Valkey (or the machine's Redis): append-only file, private socket, no TCP.

It runs as whoever started it, root included: its folder is closed to everybody else, and whoever
may write to it tells the workers what to run.
"""

import signal
from pathlib import Path
from urllib.parse import quote

from redis import Redis, RedisError

from app.servers.account import myself
from app.servers.binaries import redis_server
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
        try:
            with Redis(unix_socket_path=str(self._socket), socket_timeout=2) as redis:
                return bool(redis.ping())
        except RedisError:
            return False
