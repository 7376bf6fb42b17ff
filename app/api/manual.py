"""The description as people read it: chapters of calls, the shapes, the rules that say no."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.api.calls import Call
from app.api.document import document
from app.kit.errors import Refused

Json = dict[str, Any]

CHAPTERS = ("me", "groups", "events", "suggestions", "people", "connections", "introductions")


@dataclass(frozen=True)
class Field:
    """One field of a shape: what kind it is, whether it must be sent, what it means."""

    name: str
    kind: str
    is_needed: bool
    meaning: str


@dataclass(frozen=True)
class Entry:
    """One shape: sent by programs, or answered to them."""

    name: str
    is_sent: bool
    fields: list[Field]


def chapters(calls: Iterable[Call]) -> dict[str, list[Call]]:
    """The calls by what they are about, in the order in which an evening needs them."""
    found: dict[str, list[Call]] = {name: [] for name in CHAPTERS}
    for call in calls:
        found.setdefault(call.rule.split("/")[1], []).append(call)
    return {name: each for name, each in found.items() if each}


def shapes() -> list[Entry]:
    """Everything that is sent or answered, by name."""
    schemas: Json = document()["components"]["schemas"]
    return [
        Entry(
            name,
            "additionalProperties" in schema,
            [_field(each, field, schema) for each, field in schema["properties"].items()],
        )
        for name, schema in schemas.items()
        if "properties" in schema
    ]


def refusals() -> list[tuple[str, int, str]]:
    """Every rule that may say no, with its sentence."""
    found = {kind.__name__: kind for kind in _below(Refused)}
    return [(name, kind.status, str(kind.message)) for name, kind in sorted(found.items())]


def _below(kind: type[Refused]) -> Iterable[type[Refused]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("app."):
            yield each
        yield from _below(each)


def _field(name: str, field: Json, schema: Json) -> Field:
    return Field(
        name, _kind(field), name in schema.get("required", []), field.get("description", "")
    )


def _kind(field: Json) -> str:
    """What kind of value, in one word or two: `string`, `Slot[]`, `integer | null`."""
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in field:
        return " | ".join(_kind(each) for each in field["anyOf"])
    kind = field.get("type", "any")
    if kind == "array":
        return f"{_kind(field.get('items', {}))}[]"
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    if isinstance(kind, list):
        return " | ".join(kind)
    return str(field.get("format", kind))
