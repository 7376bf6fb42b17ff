"""The web server: gunicorn, told from here instead of from a file of its own."""

import errno
import gc
import selectors
import signal
import socket
import time
from functools import partial
from pathlib import Path
from types import FrameType

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.cli.leaving import leave
from app.cli.tables import prepare
from app.factory import create_app
from app.kit.db import db
from config import Config

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn makes a file without a name there

# For the first word on a line; browsers open some ahead, and say nothing on most of them.
PATIENCE_SECONDS = 15.0
# A request may be on its way on a line when we are told to stop.
LINGER_SECONDS = 2.0
# Somebody hangs up sooner or later.
NO_LINE_LEFT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
REST_SECONDS = 0.05
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Listener(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, of which none waits for somebody who has not said a word yet."""

    def accept(self, listener: socket.socket) -> None:
        """Take one more line; while none can be had, whoever rings waits at the door.

        Out of it gunicorn would end the worker, and cut off everybody it is talking to.
        """
        try:
            super().accept(listener)
        except OSError as fault:
            if fault.errno not in NO_LINE_LEFT:
                raise
            time.sleep(REST_SECONDS)

    def enqueue_req(self, conn: TConn) -> None:
        """Give the line to a thread once there is something to read."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        patience = PATIENCE_SECONDS if self.alive else LINGER_SECONDS
        conn.timeout = time.monotonic() + patience
        self.pending_conns.append(conn)
        heard = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, heard)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish what has been asked, and do not wait for those who ask nothing."""
        super().handle_exit(sig, frame)
        self.method_queue.defer(self._hurry)

    def _hurry(self) -> None:
        soon = time.monotonic() + LINGER_SECONDS
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, soon)


class Keeper(Arbiter):  # type: ignore[misc]
    """gunicorn's keeper of its workers, each of which hears every request to stop."""

    def spawn_worker(self) -> int:
        """Fork a worker; a request to stop waits until the worker can follow it.

        Until then its signals go to the keeper's queue, of which it has a copy nobody reads.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            pid: int = super().spawn_worker()
            return pid
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


SETTINGS = {
    "workers": 2,
    "threads": 4,
    "worker_class": Listener,
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

    def run(self) -> None:
        """Serve until told to stop, the keeper and those it has forked alike."""
        try:
            Keeper(self).run()
        except SystemExit as end:
            leave(end.code if isinstance(end.code, int) else bool(end.code))

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
        # What is loaded stays; looking through it for rubbish held a page up for .2 s.
        gc.collect()
        gc.freeze()
        return self.application

    def _after_fork(self, _arbiter: object, _worker: object) -> None:
        for stop in STOPS:
            signal.signal(stop, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        # Two processes must never talk through one connection.
        with self.application.app_context():
            db.engine.dispose(close=False)
