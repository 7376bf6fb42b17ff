"""Pages that are the same for every stranger: kept whole, and given again while they are true.

Before a page is given again the database is asked whether anything has been written since; the
rest of the house (session, languages, templates) is not even entered. Strangers are those who
bring no session; whoever brings one gets a page of their own.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar, cast

from flask import Flask, Response, current_app, request, session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.kit import clock
from app.kit.db import db
from app.kit.snapshots import Lines, snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MOST_PAGES = 512
# What no row says, such as that another evening is over by now, is looked at again by then.
LONGEST = timedelta(seconds=60)
ASKED, MADE = "kizuna.kept.asked", "kizuna.kept.made"
VARIES = "Cookie, Accept-Language, Accept-Encoding"
OK, SAME = "200 OK", "304 NOT MODIFIED"

Key = tuple[str, ...]
View = TypeVar("View", bound=Callable[..., object])
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Made:
    """When a page was begun, from which rows, and until when it can be true."""

    key: Key
    snapshot: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Kept:
    """A whole answer, plain and compressed."""

    made: Made
    etag: str
    plain: tuple[Headers, bytes]
    small: tuple[Headers, bytes]
    unchanged: Headers

    def is_true(self, snapshot: str | None, at: datetime) -> bool:
        return self.made.snapshot == snapshot and self.made.since <= at < self.made.until

    def answer(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start(SAME, self.unchanged)
            return ()
        takes_small = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        headers, body = self.small if takes_small else self.plain
        start(OK, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


class Keeper:
    """The pages this process keeps."""

    def __init__(self, app: Flask) -> None:
        self.session_cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self.is_on: bool = app.config["KEEPS_PAGES"]
        self.is_moved = bool(app.config["CLOCK_OFFSET"])
        self.usual: str = app.config["BABEL_DEFAULT_LOCALE"]
        self.lines = _lines(app)
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._paths: set[str] = set()
        self._lock = threading.Lock()
        app.after_request(self.keep)

    def find(self, environ: "WSGIEnvironment") -> Kept | None:
        """The page that was asked for, if it is kept and still true."""
        if environ["PATH_INFO"] not in self._paths:
            return None
        key = self.key(environ)
        kept = self._pages.get(key) if key else None
        if kept is None or not kept.is_true(self.lines.snapshot(), clock.now()):
            return None
        return kept

    def key(self, environ: "WSGIEnvironment") -> Key | None:
        """All that a stranger's page depends on but rows and time; None for somebody known."""
        cookies: str = environ.get("HTTP_COOKIE", "")
        if self.session_cookie in cookies or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        return (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
            _chosen(cookies),
            _tongues(environ.get("HTTP_ACCEPT_LANGUAGE", ""), self.usual),
        )

    def begin(self) -> None:
        """Note what can be seen before the page is made, so that it is never older than it says."""
        key, at = self.key(request.environ) if self.is_on else None, clock.now()
        seen = snapshot() if key else None
        if key and seen:
            request.environ[MADE] = Made(key, seen, at, self._latest(at))

    def keep(self, answer: Response) -> Response:
        """Keep a page that was begun as one for all strangers, and became one."""
        made: Made | None = request.environ.pop(MADE, None)
        if made is None or answer.status_code != 200 or session.modified:  # noqa: PLR2004
            return answer
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers["Vary"] = VARIES
        answer.add_etag(weak=True)
        if request.method == "GET" and not answer.is_streamed:
            self._put(_kept(made, answer))
        return cast(Response, answer.make_conditional(request.environ))

    def _latest(self, at: datetime) -> datetime:
        """A clock that has been moved is shown on every page, to the minute."""
        return at.replace(second=0, microsecond=0) + LONGEST if self.is_moved else at + LONGEST

    def _put(self, kept: Kept) -> None:
        with self._lock:
            self._pages[kept.made.key] = kept
            self._pages.move_to_end(kept.made.key)
            if len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
            self._paths = {key[2] for key in self._pages}


def same_for_strangers(view: View) -> View:
    """Let what `view` answers be given again to strangers for as long as it is true."""

    @wraps(view)
    def made(*given: object, **named: object) -> object:
        current_app.extensions["kept"].begin()
        return view(*given, **named)

    return cast(View, made)


def true_until(at: datetime) -> None:
    """The page being made is another at that instant, even if nobody writes anything."""
    made: Made | None = request.environ.get(MADE)
    if made is not None and at < made.until:
        request.environ[MADE] = replace(made, until=at)


def _kept(made: Made, answer: Response) -> Kept:
    body = answer.get_data()
    etag = answer.headers["ETag"]
    headers = [pair for pair in answer.headers if pair[0] != "Content-Length"]
    bare = [pair for pair in headers if pair[0] != "Content-Type"]
    small = gzip.compress(body, 6, mtime=0)
    packed = [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(small)))]
    plain = [*headers, ("Content-Length", str(len(body)))]
    return Kept(made, etag, (plain, body), (packed, small), bare)


def _lines(app: Flask) -> Lines:
    with app.app_context():
        return Lines(db.engine.url)


@lru_cache(maxsize=1024)
def _tongues(accepted: str, usual: str) -> str:
    """Which of our languages a browser's wish comes to, and where it is from."""
    wished = parse_accept_header(accepted, LanguageAccept)
    offered = sorted(("ja", "en"), key=lambda locale: locale != usual)
    return wished.best_match(offered, default=usual) or usual


@lru_cache(maxsize=1024)
def _chosen(cookies: str) -> str:
    """The language chosen in this browser; all other cookies say nothing to us."""
    pairs = (pair.strip().partition("=") for pair in cookies.split(";"))
    return next((value for name, _sign, value in pairs if name == "locale"), "")
