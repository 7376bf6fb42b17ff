"""The Flask class: one request, one transaction, tried again when another try may well do."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from app.kit.db import db, is_overtaken, is_passing
from app.kit.notation import read_json
from app.web.kept import Kept
from app.web.numbers import Addresses
from app.web.request import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TRIES = 3
PAUSE_SECONDS = 0.2


class Notation(DefaultJSONProvider):
    """JSON as it is read and written here: no body, however deep, is a fault of ours."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        return read_json(s)


class App(Flask):
    """Commits when the view returns; a view that raises leaves nothing behind."""

    request_class = Request
    json_provider_class = Notation
    url_map_class = Addresses

    def wsgi_app(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        kept: Kept | None = self.extensions["kept"].find(environ)
        return kept.answer(environ, start) if kept else super().wsgi_app(environ, start)

    def dispatch_request(self) -> ResponseReturnValue:
        for left in reversed(range(TRIES)):
            try:
                answer = super().dispatch_request()
                db.session.commit()
            except DBAPIError as error:
                db.session.rollback()
                if not left or not (is_passing(error) or is_overtaken(error)):
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return answer
        raise AssertionError("unreachable")  # the last try has returned or raised

    def log_exception(self, exc_info: object) -> None:
        """Nothing: `web.errors` logs a fault once, under the number that its reader sees."""


def is_reachable() -> bool:
    """Whether the database answers."""
    try:
        db.session.execute(sa.text("select 1"))
    except DBAPIError:
        db.session.rollback()
        return False
    return True
