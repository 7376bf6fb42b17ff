"""A program with a key. Every answer it gets is held against the description."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from app.accounts.models import Scope, User
from app.accounts.operations import new_api_token
from app.api.calls import CALLS, PREFIX, Call
from app.api.document import document
from app.kit.clock import now
from app.kit.db import db
from app.web.app import App

PROBLEM = "application/problem+json"


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    return document()


def call_behind(method: str, path: str) -> Call | None:
    """The call that answers `path`; the one with the fewest parts to fill in wins."""
    path = path.partition("?")[0].removeprefix(PREFIX)
    found = [
        call
        for call in CALLS.values()
        if call.method == method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", call.path), path)
    ]
    return min(found, key=lambda call: len(call.parts), default=None)


def hold_against_description(call: Call, answer: TestResponse) -> None:
    """Status, media type and body are what the description says."""
    told = described()["paths"][call.path][call.method.lower()]["responses"]
    status = answer.status_code
    if status == 304:
        return
    assert str(status) in told, f"{call.name} answers {status}, which is not described"
    if status == 204:
        assert answer.data == b""
        return
    kind = "application/json" if status < 400 else PROBLEM
    assert answer.mimetype == kind
    name = call.answer.__name__ if status < 400 else "Problem"
    schema = {"$ref": f"#/components/schemas/{name}", "components": described()["components"]}
    faults = sorted(Draft202012Validator(schema).iter_errors(answer.json), key=str)
    assert not faults, f"{call.name}: {faults[:3]}"
    assert answer.json.keys() <= known_fields(name), call.name


def known_fields(name: str) -> set[str]:
    return {*described()["components"]["schemas"][name]["properties"]}


class Program:
    """Calls the API with one member's key."""

    def __init__(self, app: App, token: str = "", **headers: str) -> None:
        self.client = app.test_client()
        self.app = app
        self.headers = {"Accept-Language": "en"} | headers
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Call `path`, which is told without the prefix, or whole."""
        path = path if path.startswith(("/api", "http")) else f"{PREFIX}{path}"
        path = path.removeprefix("http://localhost")
        given: dict[str, Any] = {"headers": self.headers | headers}
        if body is not None:
            given |= {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.open(path, method=method, **given)
        call = call_behind(method, path)
        if call is not None:
            with self.app.test_request_context(headers={"Accept-Language": "en"}):
                hold_against_description(call, answer)
        return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.ask("DELETE", path, **headers)


@pytest.fixture
def stranger(app: App) -> Program:
    return Program(app)


@pytest.fixture
def program(app: App) -> Callable[..., Program]:
    """A program of `member`'s, good for everything unless told otherwise."""

    def made(member: User, *scopes: Scope, **headers: str) -> Program:
        token = new_api_token(member, "a program", scopes=scopes or Scope, at=now())
        db.session.commit()
        return Program(app, token, **headers)

    return made
