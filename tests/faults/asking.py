"""Asking for pages as a browser does, and what every answer owes its reader."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.rig.visitors import Visitor

HEALS_WITHIN = 120
TELLTALES = ("Traceback", "psycopg", "sqlalchemy", "redis.exceptions", "File &#34;/")


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float


@dataclass
class Asker:
    """One visitor's line to the house."""

    port: int
    visitor: Visitor | None = None
    answers: list[Answer] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        token = {"csrf_token": self.visitor.csrf} if self.visitor else {}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(token | fields).encode(), kind)

    def ask(self, method: str, path: str, body: object = None, headers: object = None) -> Answer:
        """One request over a line of its own; nobody is ever left without an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        cookie = {"Cookie": self.visitor.cookie} if self.visitor else {}
        began = time.monotonic()
        line.request(method, path, body, {"Accept-Language": "en", **cookie, **(headers or {})})
        reply = line.getresponse()
        text = reply.read().decode()
        line.close()
        answer = Answer(reply.status, reply.headers, text, time.monotonic() - began)
        assert_no_telltale(text)
        self.answers.append(answer)
        return answer


def assert_no_telltale(page: str) -> None:
    """No page shows what only we can read."""
    assert not [word for word in TELLTALES if word in page]


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once it is so. Raises AssertionError when the house has not healed in time."""
    until = time.monotonic() + HEALS_WITHIN
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def wish() -> dict[str, str]:
    """What a member sends in order to register."""
    return {"purpose": "friends", "latest_notice": "24h", "list_visibility": "organizers"}
