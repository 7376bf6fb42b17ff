"""The calls there are: each written down once, answered and described from that."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, get_type_hints

from flask import Blueprint
from flask_babel import LazyString

from app.accounts.access import public
from app.accounts.models import Scope
from app.api.answers import Answering, answering
from app.api.limits import limit_calls
from app.api.shapes.base import Body, Query, Shape

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
SAFE = {"GET"}
PART = re.compile(r"<(?:\w+:)?(\w+)>")

bp = limit_calls(Blueprint("api", __name__, url_prefix=PREFIX))


@dataclass(frozen=True)
class Call:
    """One thing a program may ask for. `location` is where what has been made can be found."""

    method: str
    rule: str
    summary: LazyString
    scope: Scope
    is_open: bool
    location: str
    view: Callable[..., Shape | None]

    @property
    def name(self) -> str:
        return self.view.__name__

    @property
    def path(self) -> str:
        """The rule as OpenAPI writes it."""
        return PART.sub(r"{\1}", self.rule)

    @property
    def parts(self) -> list[str]:
        """The names of what stands in the path."""
        return PART.findall(self.rule)

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE

    @property
    def status(self) -> int:
        if self.location:
            return 201
        return 200 if self.answer else 204

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.view)

    @property
    def body(self) -> type[Body] | None:
        return self._hints.get("body")

    @property
    def query(self) -> type[Query] | None:
        return self._hints.get("query")

    @property
    def query_names(self) -> list[str]:
        """What may stand behind the question mark."""
        fields = self.query.model_fields if self.query else {}
        return [field.alias or name for name, field in fields.items()]

    @property
    def answer(self) -> type[Shape] | None:
        found = self._hints["return"]
        return None if found is type(None) else found


CALLS: dict[str, Call] = {}


def call(
    line: str,
    summary: LazyString,
    scope: Scope = Scope.READ,
    *,
    is_open: bool = False,
    location: str = "",
) -> Callable[[View], View]:
    """Answer `line`, such as "GET /groups/<group_id>", with the function below."""
    method, _, rule = line.partition(" ")

    def add(view: View) -> View:
        made = Call(method, rule, summary, scope, is_open, location, view)
        CALLS[made.name] = made
        kind = Answering(scope, made.status, location, made.body, made.query)
        endpoint = answering(kind, view)
        bp.add_url_rule(rule, made.name, public(endpoint) if is_open else endpoint,
                        methods=[method])  # fmt: skip
        return view

    return add
