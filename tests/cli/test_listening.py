"""What the web server does with those who ask, those who say nothing, and a request to stop."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import ROOT

# The server of the house over a page that can be held up. Whatever it is patient with, it is
# patient with for longer than a test.
SERVER = """
import sys, time
from pathlib import Path
from flask import Flask
from gunicorn.workers import gthread
from app.cli import gunicorn
from app.kit.db import db

gthread.DEFAULT_WORKER_DATA_TIMEOUT = gunicorn.PATIENCE_SECONDS = 600

class Small(gunicorn.Gunicorn):
    def load_config(self):
        super().load_config()
        self.cfg.set("graceful_timeout", 600)
        self.cfg.set("keepalive", 600)

    def load(self):
        self.application = app = Flask("small")
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db.init_app(app)

        @app.get("/")
        def at_once():
            return "at once"

        @app.get("/held")
        def held():
            folder = Path(sys.argv[2])
            (folder / "begun").touch()
            while not (folder / "let go").exists():
                time.sleep(0.05)
            return "whole"

        return app

Small(None, f"fd://{sys.argv[1]}", prepares=False).run()
"""
# The same, and a worker that has just been forked is held up before it can do anything.
SLOW_TO_BEGIN = """
import os, sys, time
from pathlib import Path
from gunicorn import util

def named(title):
    folder = Path(sys.argv[2])
    if title.startswith("worker") and not (folder / "go on").exists():
        (folder / f"forked {os.getpid()}").touch()
        while not (folder / "go on").exists():
            time.sleep(0.05)

util._setproctitle = named
"""
ALONE = SERVER.replace('"keepalive", 600)', '"keepalive", 600)\n        self.cfg.set("workers", 1)')
SECONDS = 120


@contextmanager
def serving(code: str, folder: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    """The process, and the port it listens on."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door:
        words = [sys.executable, "-c", code, str(door.fileno()), str(folder)]
        process = subprocess.Popen(words, cwd=ROOT, pass_fds=(door.fileno(),))
        try:
            yield process, door.getsockname()[1]
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def server(tmp_path):
    with serving(SERVER, tmp_path) as found:
        yield found


@pytest.fixture
def silent_lines(server):
    """More lines than there are threads, on which nobody says anything."""
    lines = [socket.create_connection(("127.0.0.1", server[1])) for _ in range(24)]
    yield lines
    for line in lines:
        line.close()


def page(port: int, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=SECONDS) as answer:
        return answer.read().decode()


def open_in(process: str) -> int:
    return len([*Path(f"/proc/{process}/fd").iterdir()])


def wait_for(folder: Path, name: str) -> None:
    until = time.monotonic() + SECONDS
    while not any(folder.glob(name)):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_whoever_says_nothing_keeps_nobody_waiting(server, silent_lines):
    _process, port = server
    assert [page(port) for _ in range(4)] == ["at once"] * 4


def test_a_line_opened_ahead_is_answered_once_somebody_speaks(server, silent_lines):
    page(server[1])
    for line in silent_lines[:3]:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
def test_out_of_lines_it_lets_people_wait_and_loses_nobody(tmp_path):
    with serving(ALONE, tmp_path) as (process, port), ThreadPoolExecutor(1) as pool:
        assert page(port) == "at once"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        worker = children.read_text().strip()
        before = open_in(worker)
        lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        until = time.monotonic() + SECONDS
        while (most := open_in(worker)) < before + len(lines) - 1:
            assert time.monotonic() < until
            time.sleep(0.05)
        resource.prlimit(int(worker), resource.RLIMIT_NOFILE, (most, most))
        lines += [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        asked = pool.submit(page, port)
        for line in lines:
            line.close()
        assert asked.result() == "at once"
        assert children.read_text().strip() == worker


def test_told_to_stop_it_ends_what_was_asked_and_waits_for_nobody_else(
    server, silent_lines, tmp_path
):
    process, port = server
    assert page(port) == "at once"
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(page, port, "/held")
        wait_for(tmp_path, "begun")
        process.send_signal(signal.SIGTERM)
        (tmp_path / "let go").touch()
        assert asked.result() == "whole"
    assert process.wait(SECONDS) == 0


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_told_to_stop_while_a_worker_begins_that_worker_stops_too(tmp_path, stop):
    with serving(SLOW_TO_BEGIN + SERVER, tmp_path) as (process, _port):
        wait_for(tmp_path, "forked *")
        worker = int(next(tmp_path.glob("forked *")).name.split()[1])
        os.kill(worker, stop)
        process.send_signal(stop)
        (tmp_path / "go on").touch()
        assert process.wait(SECONDS) == 0
