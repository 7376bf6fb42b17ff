"""What every answer and every body is made of."""

import re
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from app.accounts.names import one_line
from app.web.request import clean

YEARS = range(2000, 2101)
# A number of seconds is no date to us.
_DATED = re.compile(r"\d{4}-\d\d-\d\d[T ]")
# In an address a plus sign that nobody has escaped comes as a space.
_UNESCAPED = re.compile(r" (?=\d\d:?\d\d$)")

Entry = TypeVar("Entry")


class Wrong(ValueError):
    """A value that has the right type and still will not do; the sentence is for the caller."""


def _dated(value: Any) -> Any:
    if not isinstance(value, str) or not _DATED.match(value):
        raise Wrong(NOT_AN_INSTANT)
    return _UNESCAPED.sub("+", value)


def _in_our_times(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise Wrong(_l("Is the year right?"))
    return at


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if text and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise Wrong(_l("Please give a full web address, beginning with https://."))
    return text


NOT_AN_INSTANT = _l("A date and a time with an offset, please: 2027-01-29T19:00:00+09:00.")

Instant = Annotated[
    AwareDatetime, Strict(False), BeforeValidator(_dated), AfterValidator(_in_our_times)
]
Line = Annotated[str, AfterValidator(one_line)]
Text = Annotated[str, AfterValidator(clean)]
WebAddress = Annotated[
    str, StringConstraints(max_length=500), AfterValidator(one_line), AfterValidator(_web_address)
]
# A name for one thing, as an earlier answer gave it.
Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(one_line)]


class Body(BaseModel):
    """What a caller sends. What we do not know is refused, so that no wish is lost in silence."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @property
    def sent(self) -> dict[str, Any]:
        """What was sent, without what was left out."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class Change(Body):
    """What is to become different; what is left out stays, and so has no default."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class Query(Body):
    """What stands behind the question mark."""

    model_config = ConfigDict(strict=False, extra="forbid", frozen=True)


class Paged(Query):
    """How much of a list, and from where on."""

    limit: int = Field(50, ge=1, le=100)
    cursor: Annotated[str, Field(max_length=400)] = ""


class Shape(BaseModel):
    """What we answer."""

    model_config = ConfigDict(frozen=True)


class Page(Shape, Generic[Entry]):
    """A part of a list, and where the next part is."""

    items: list[Entry]
    next: Annotated[str | None, WithJsonSchema({"type": ["string", "null"], "format": "uri"})]


class FieldError(Shape):
    """What is wrong with one field of a body or a query."""

    field: str
    message: str


class Problem(Shape):
    """A no, as RFC 9457 has it. `code` is the rule's, `errors` are for bad input."""

    type: str
    title: str
    status: int
    detail: str
    code: str = ""
    reference: str = ""
    errors: list[FieldError] = []
