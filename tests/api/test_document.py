"""The description: valid, complete, and true of whatever is sent."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import booleans
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from app.accounts.operations import new_api_token
from app.api.calls import CALLS, PREFIX
from app.api.document import document
from app.api.shapes.base import Body
from app.kit.clock import now
from app.kit.db import db
from tests.api.conftest import Program
from tests.factories import a_member, an_event


@pytest.fixture
def described(app):
    with app.test_request_context():
        return document()


def test_the_description_is_valid(described):
    validate(json.loads(json.dumps(described)), cls=OpenAPIV31SpecValidator)


def test_every_call_is_described_and_nothing_else(app, described):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"{PREFIX}/")]
    there = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX)))
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {
        (method.upper(), path) for path, calls in described["paths"].items() for method in calls
    }
    assert told == there - {("GET", "/openapi.json")}


def test_every_shape_that_is_sent_refuses_what_it_does_not_know(described):
    for call in CALLS.values():
        if call.body is not None:
            schema = described["components"]["schemas"][call.body.__name__]
            assert schema["additionalProperties"] is False
            assert issubclass(call.body, Body)


def test_the_description_is_served_in_both_languages(stranger):
    for locale, words in (("en", "Found a group"), ("ja", "グループを")):
        answer = stranger.get("/openapi.json", **{"Accept-Language": locale})
        assert answer.json["openapi"] == "3.1.0"
        assert words in answer.json["paths"]["/groups"]["post"]["summary"]


def test_whatever_is_sent_nothing_breaks_and_every_answer_is_described(app, described):
    """Fifteen calls of every kind, about things that are there and things that are not."""
    event, member = an_event(), a_member()
    mine = Program(app, new_api_token(member, "fuzz", at=now()))
    db.session.commit()
    there = {
        "event_id": event.public_id,
        "group_id": event.group.public_id,
        "slot_id": str(event.slots[0].id),
    }
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        _call_in_every_way(mine, found.ok(), there)


def _call_in_every_way(mine: Program, operation: Any, there: dict[str, str]) -> None:
    @hypothesis.seed(7)
    @hypothesis.settings(
        max_examples=15,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(operation.as_strategy(), booleans())
    def ask(case, is_there):
        parts = case.path_parameters | (there if is_there else {})
        names = {name: quote(str(value), safe="") or "-" for name, value in parts.items()}
        path = operation.path.format(**names) + f"?{urlencode(case.query or {}, doseq=True)}"
        body = case.body if isinstance(case.body, dict | list) else None
        key = (case.headers or {}).get("Idempotency-Key", "")
        headers = {"Idempotency-Key": key} if key.isprintable() and key.isascii() and key else {}
        assert mine.ask(operation.method.upper(), path, body, **headers).status_code < 500

    ask()
