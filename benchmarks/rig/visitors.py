"""Visitors: processes of their own that ask, wait for the whole answer, and ask again.

python -m benchmarks.rig.visitors    # an order as JSON on the input, what came of it on the output
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from config import ROOT

PROCESSES = 2


@dataclass(frozen=True)
class Visitor:
    """Somebody's browser: the cookie it sends, and the token its forms carry."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Order:
    """What one process of visitors does: each request once, or all in turn for `seconds`."""

    port: int
    requests: list[str]
    connections: int
    seconds: float = 0


@dataclass(frozen=True)
class Outcome:
    """What all visitors together got. The wait is in milliseconds."""

    statuses: Counter[int]
    seconds: float
    waits: list[float]

    @property
    def answers(self) -> int:
        return self.statuses.total()

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    def wait(self, share: float) -> float:
        """The wait that this share of the answers did not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


def get(path: str, cookie: str = "") -> str:
    """A request for a page, as a Japanese browser makes it."""
    return _request("GET", path, cookie, "")


def post(path: str, visitor: Visitor, **fields: str) -> str:
    """A form that is sent."""
    return _request("POST", path, visitor.cookie, urlencode({"csrf_token": visitor.csrf, **fields}))


def keep_asking(
    port: int, request: str | Sequence[str], seconds: float, connections: int = 8
) -> Outcome:
    """Ask for one page again and again, `connections` visitors at a time.

    Of several requests each visitor makes one, always the same.
    """
    each = connections // PROCESSES
    requests = [request] * PROCESSES if isinstance(request, str) else [*request]
    shares = (requests[number::PROCESSES] for number in range(PROCESSES))
    return _together([Order(port, share, each, seconds) for share in shares])


def all_at_once(port: int, requests: Sequence[str]) -> Outcome:
    """Every request once, each over a line of its own, all begun together."""
    shares = [list(requests[number::PROCESSES]) for number in range(PROCESSES)]
    return _together([Order(port, share, len(share)) for share in shares])


def _request(method: str, path: str, cookie: str, body: str) -> str:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: text/html",
        "Accept-Language: ja",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body])


def _together(orders: list[Order]) -> Outcome:
    """Let a process carry out each order; they begin when all are ready."""
    command = [sys.executable, "-P", "-m", "benchmarks.rig.visitors"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        for _ in orders
    ]
    for process, order in zip(processes, orders, strict=True):
        process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        process.stdout.readline()  # type: ignore[union-attr]
    began = time.monotonic()
    for process in processes:
        process.stdin.close()  # type: ignore[union-attr]
    told = [json.loads(process.stdout.read()) for process in processes]  # type: ignore[union-attr]
    seconds = time.monotonic() - began
    for process in processes:
        process.stdout.close()  # type: ignore[union-attr]
        process.wait()
    statuses = Counter(status for each in told for status in each["statuses"])
    return Outcome(statuses, seconds, [wait for each in told for wait in each["waits"]])


class _Crowd:
    """The visitors of one process."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.statuses: list[int] = []
        self.waits: list[float] = []
        self.lines = [
            socket.create_connection(("127.0.0.1", order.port)) for _ in range(order.connections)
        ]
        self.start = threading.Barrier(order.connections + 1)

    def go(self) -> None:
        """Do as ordered, once the input ends."""
        threads = [
            threading.Thread(target=self._visit, args=(number,))
            for number in range(self.order.connections)
        ]
        for thread in threads:
            thread.start()
        print("ready", flush=True)
        sys.stdin.read()
        self.start.wait()
        for thread in threads:
            thread.join()

    def _visit(self, number: int) -> None:
        line, requests = self.lines[number], self.order.requests
        self.start.wait()
        until = time.monotonic() + self.order.seconds
        while True:
            began = time.monotonic()
            status = _exchange(line, requests[number % len(requests)].encode())
            self.statuses.append(status)
            self.waits.append((time.monotonic() - began) * 1000)
            if time.monotonic() >= until:
                break
        line.close()


def _exchange(line: socket.socket, request: bytes) -> int:
    """Send one request and take its whole answer; the status."""
    line.sendall(request)
    head, _, body = _until_blank_line(line).partition(b"\r\n\r\n")
    fields = dict(field.lower().split(b": ", 1) for field in head.split(b"\r\n")[1:])
    missing = int(fields.get(b"content-length", 0)) - len(body)
    while missing > 0:
        missing -= len(line.recv(min(missing, 65536)) or b"x" * missing)
    return int(head.split(b" ", 2)[1])


def _until_blank_line(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        more = line.recv(65536)
        if not more:
            raise ConnectionError("hung up")
        got += more
    return got


def main() -> None:
    """Carry out the order on the input."""
    crowd = _Crowd(Order(**json.loads(sys.stdin.readline())))
    crowd.go()
    json.dump({"statuses": crowd.statuses, "waits": crowd.waits}, sys.stdout)


if __name__ == "__main__":
    main()
