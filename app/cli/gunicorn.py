"""The web server: gunicorn, told from here instead of from a file of its own."""

import signal
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.cli.tables import prepare
from app.factory import create_app
from app.kit.db import db
from config import Config

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn makes a file without a name there

SETTINGS = {
    "workers": 2,
    "threads": 4,
    "worker_class": "gthread",
    "preload_app": True,
    # Longer than a proxy's or a browser's patience, so that no request meets a closing line.
    "keepalive": 75,
    "timeout": 60,
    "graceful_timeout": 25,
    "control_socket_disable": True,
}


class Gunicorn(BaseApplication):  # type: ignore[misc]
    """gunicorn over our application, bound to `bind`, its database prepared first if asked to."""

    def __init__(self, config: Config, bind: str, *, prepares: bool) -> None:
        self.config = config
        self.bind = bind
        self.prepares = prepares
        super().__init__()

    def load_config(self) -> None:
        for name, value in SETTINGS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self.bind)
        self.cfg.set("post_fork", self._after_fork)
        if SHARED_MEMORY.is_dir():
            self.cfg.set("worker_tmp_dir", str(SHARED_MEMORY))

    def load(self) -> Flask:
        self.application = create_app(self.config)
        if self.prepares:
            prepare(self.application)
        return self.application

    def _after_fork(self, _arbiter: object, _worker: object) -> None:
        # Told to stop before it listens to signals, a fresh worker would be waited for in vain.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Two processes must never talk through one connection.
        with self.application.app_context():
            db.engine.dispose(close=False)
