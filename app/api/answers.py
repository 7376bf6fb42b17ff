"""From a request to the values a call wants, and from its answer to a response."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, request
from pydantic import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from app.accounts.models import Scope
from app.accounts.session import current_user, scopes, viewer
from app.api import operations
from app.api.faults import KeyTooNarrow, from_pydantic, wrong
from app.api.models import Reply
from app.api.shapes.base import Body, Query, Shape
from app.api.wording import BAD_KEY
from app.kit.clock import now
from app.kit.letters import absolute
from app.kit.tokens import fingerprint

JSON = "application/json"
MOST_BYTES = 1024 * 1024
LONGEST_KEY = 255

View = Callable[..., Shape | None]


@dataclass(frozen=True)
class Answering:
    """How a call is answered: what it needs, what it reads, what it says."""

    scope: Scope
    status: int
    location: str
    body: type[Body] | None
    query: type[Query] | None


def answering(kind: Answering, view: View) -> Callable[..., Response]:
    """The Flask view around a call."""

    @wraps(view)
    def answer(**named: str) -> Response:
        if viewer() is not None and kind.scope not in scopes():
            raise KeyTooNarrow(kind.scope)
        given = named | _read(kind)
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method == "GET":
            return _conditional(_respond(kind, named, view(**given)))
        return _once(key, lambda: _respond(kind, named, view(**given)))

    return answer


def _read(kind: Answering) -> dict[str, Any]:
    """Body and query in the shapes the call wants. Raises BadInput, 413, 415."""
    try:
        given: dict[str, Any] = {}
        if kind.query is not None:
            given["query"] = kind.query.model_validate_strings(request.args.to_dict())
        if kind.body is not None:
            given["body"] = kind.body.model_validate_json(_bytes())
    except ValidationError as fault:
        raise from_pydantic(fault) from None
    return given


def _bytes() -> bytes:
    if not request.mimetype and not request.content_length:
        return b"{}"  # nothing was sent, and nothing may be missing
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge
    request.max_content_length = MOST_BYTES
    return request.get_data()


def _respond(kind: Answering, named: dict[str, str], told: Shape | None) -> Response:
    if told is None:
        return _with_headers(Response(status=kind.status))
    answer = Response(told.model_dump_json(), kind.status, mimetype=JSON)
    if kind.location:
        path = kind.location.format(**told.model_dump(include={"id"}), **named)
        answer.headers["Location"] = absolute(f"/api/v1{path}")
    return _with_headers(answer)


def _with_headers(answer: Response) -> Response:
    answer.vary.update(("Authorization", "Accept-Language"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _conditional(answer: Response) -> Response:
    """Let a caller that has the same answer already be told so in a few bytes."""
    if request.method != "GET":
        return answer
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request.environ)  # type: ignore[return-value]


def _once(key: str, act: Callable[[], Response]) -> Response:
    """Act, or give the answer again that this key has had.

    The key's row is written first and in the same transaction: whoever comes at the same moment
    waits for it. What was refused leaves no row, so that asking again is asking anew.
    """
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY):
        raise wrong("Idempotency-Key", BAD_KEY)
    asked = fingerprint("\n".join((request.method, request.full_path, _digest())))
    reply = operations.begin_reply(current_user(), key, asked, at=now())
    if reply.status:
        return _again(reply)
    answer = act()
    operations.keep_reply(
        reply, answer.status_code, answer.get_data(), answer.headers.get("Location", "")
    )
    return answer


def _digest() -> str:
    """What was sent, however its fields were ordered and spaced."""
    raw = request.get_data()
    try:
        return json.dumps(json.loads(raw), sort_keys=True) if raw else ""
    except (ValueError, RecursionError):
        return raw.hex()


def _again(reply: Reply) -> Response:
    answer = Response(reply.body, reply.status, mimetype=JSON)
    if reply.location:
        answer.headers["Location"] = reply.location
    answer.headers["Idempotency-Replayed"] = "true"
    return _with_headers(answer)
