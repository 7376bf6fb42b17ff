"""The API's description (OpenAPI 3.1), made of the calls themselves."""

from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask_babel import get_locale
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.calls import CALLS, PREFIX, Call
from app.api.shapes.base import Problem, Query
from app.api.wording import FIELDS, IDEMPOTENCY, INTRODUCTION, SCOPES, STATUSES, TITLE
from app.kit.letters import absolute

Json = dict[str, Any]

REF = "#/components/schemas/{model}"
JSON, PROBLEM = "application/json", "application/problem+json"
VERSION = "1.0"


def document() -> Json:
    """The whole description, in the caller's language. Read it; it is kept for the next one."""
    return _written(str(get_locale()), absolute(PREFIX))


@lru_cache(maxsize=8)
def _written(_locale: str, base: str) -> Json:
    schemas = _schemas()
    paths: Json = {}
    for call in CALLS.values():
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {"title": str(TITLE), "version": VERSION, "description": str(INTRODUCTION)},
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
            "responses": {str(status): _refusal(status) for status in STATUSES if status >= 400},  # noqa: PLR2004
        },
    }


def refusals_of(call: Call) -> Iterator[int]:
    """The noes that call may answer with."""
    yield from (401, 403)
    if call.parts or call.body is not None:
        yield 404
    if not call.is_safe:
        yield 409
    if call.body is not None:
        yield from (413, 415)
    yield from (422, 429, 503)


def _schemas() -> Json:
    models: list[tuple[type[BaseModel], Any]] = [(Problem, "serialization")]
    for call in CALLS.values():
        models += [(call.body, "validation")] if call.body else []
        models += [(call.answer, "serialization")] if call.answer else []
    _names, found = models_json_schema(models, ref_template=REF)
    return {name: _told(schema) for name, schema in sorted(found["$defs"].items())}


def _told(schema: Json) -> Json:
    """The schema without the titles that only repeat names, and with what its fields mean."""
    schema.pop("title", None)
    for name, field in schema.get("properties", {}).items():
        _untitle(field)
        if name in FIELDS:
            field["description"] = str(FIELDS[name])
    return schema


def _untitle(field: Json) -> None:
    field.pop("title", None)
    for inner in [*field.get("anyOf", []), field.get("items"), field.get("additionalProperties")]:
        if isinstance(inner, dict):
            _untitle(inner)


def _operation(call: Call) -> Json:
    told: Json = {
        "operationId": call.name,
        "summary": str(call.summary),
        "description": f"{SCOPES[call.scope]} (`{call.scope}`)",
        "tags": [call.rule.split("/")[1]],
        "parameters": [*_in_path(call), *_in_query(call), *_in_headers(call)],
        "responses": {str(call.status): _answer(call)}
        | {
            str(status): {"$ref": f"#/components/responses/{status}"}
            for status in refusals_of(call)
        },
    }
    if call.is_open:
        told["security"] = [{}, {"key": []}]
    if call.body is not None:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": _ref(call.body)}}}
    return told


def _in_path(call: Call) -> list[Json]:
    return [
        {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
        for part in call.parts
    ]


def _in_query(call: Call) -> list[Json]:
    return [] if call.query is None else list(_parameters(call.query))


def _parameters(query: type[Query]) -> Iterator[Json]:
    schema = query.model_json_schema()
    for name, field in schema["properties"].items():
        told: Json = {"name": name, "in": "query", "schema": _inlined(field, schema)}
        if name in FIELDS:
            told["description"] = str(FIELDS[name])
        yield told


def _inlined(field: Json, schema: Json) -> Json:
    """A parameter's schema by itself; what may be left out is never sent as null."""
    _untitle(field)
    kinds = [each for each in field.get("anyOf", [field]) if each.get("type") != "null"]
    kind = kinds[0]
    if "$ref" in kind:
        kind = schema["$defs"][kind["$ref"].rsplit("/", 1)[-1]]
    return {name: value for name, value in kind.items() if name not in ("title", "description")}


def _in_headers(call: Call) -> list[Json]:
    if call.is_safe:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}
    name = "Idempotency-Key"
    return [{"name": name, "in": "header", "schema": schema, "description": str(IDEMPOTENCY)}]


def _answer(call: Call) -> Json:
    told: Json = {"description": str(STATUSES[call.status])}
    if call.answer is not None:
        told["content"] = {JSON: {"schema": _ref(call.answer)}}
    if call.location:
        told["headers"] = {"Location": {"schema": {"type": "string", "format": "uri"}}}
    return told


def _refusal(status: int) -> Json:
    return {
        "description": f"{HTTPStatus(status).phrase}. {STATUSES[status]}",
        "content": {PROBLEM: {"schema": _ref(Problem)}},
    }


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": REF.format(model=model.__name__)}
