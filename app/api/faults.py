"""Noes that only programs hear: bad input field by field, keys that do not reach so far."""

from collections.abc import Callable
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError
from werkzeug.exceptions import Forbidden, UnprocessableEntity

from app.accounts.models import Scope
from app.api.shapes.base import NOT_AN_INSTANT, Wrong

MANY = ("List", "Dictionary")


class BadInput(UnprocessableEntity):
    """A body or a query that will not do. `told` goes into the problem document."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__()
        self.told: dict[str, object] = {"errors": errors}


class KeyTooNarrow(Forbidden):
    """A key that is good, but not for this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        sentence = _("This key is not good for that: it needs the scope “%(scope)s”.", scope=scope)
        self.told = {"detail": sentence, "code": type(self).__name__}


def wrong(field: str, sentence: object) -> BadInput:
    """The fault of one field."""
    return BadInput([{"field": field, "message": str(sentence)}])


def from_pydantic(fault: ValidationError) -> BadInput:
    """Everything that is wrong, each in a sentence of our own and the caller's language."""
    found = fault.errors(include_url=False, include_input=False)
    return BadInput([{"field": _field(each["loc"]), "message": _sentence(each)} for each in found])


def _field(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place)


def _sentence(fault: Any) -> str:
    given = fault.get("ctx") or {}
    own = given.get("error")
    if isinstance(own, Wrong):
        return str(own.args[0])
    kind = fault["type"]
    if kind in ("too_long", "too_short") and given.get("field_type") not in MANY:
        kind = f"string_{kind}"  # measured once the text was tidy
    if kind in _NUMBERED:
        return _NUMBERED[kind](given)
    return str(SENTENCES.get(kind, _l("This will not do here.")))


SENTENCES: dict[str, LazyString] = {
    "missing": _l("This is needed."),
    "extra_forbidden": _l("There is no such field here."),
    "json_invalid": _l("This is not JSON."),
    "model_type": _l("An object, please: {…}."),
    "model_attributes_type": _l("An object, please: {…}."),
    "dict_type": _l("An object, please: {…}."),
    "list_type": _l("A list, please: […]."),
    "string_type": _l("A text, please."),
    "bool_type": _l("true or false, please."),
    "bool_parsing": _l("true or false, please."),
    "int_type": _l("A whole number, please."),
    "int_parsing": _l("A whole number, please."),
    "int_parsing_size": _l("A whole number, please."),
    "int_from_float": _l("A whole number, please."),
    "uuid_parsing": _l("A UUID, please."),
    "uuid_type": _l("A UUID, please."),
    "datetime_type": NOT_AN_INSTANT,
    "datetime_parsing": NOT_AN_INSTANT,
    "datetime_from_date_parsing": NOT_AN_INSTANT,
    "datetime_object_invalid": NOT_AN_INSTANT,
    "timezone_aware": NOT_AN_INSTANT,
}
_NUMBERED: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_too_long": lambda ctx: _(
        "Please write at most %(max)d characters.", max=ctx["max_length"]
    ),
    "string_too_short": lambda ctx: _(
        "Please write at least %(min)d characters.", min=ctx["min_length"]
    ),
    "too_long": lambda ctx: _("At most %(max)d of these, please.", max=ctx["max_length"]),
    "too_short": lambda ctx: _("At least %(min)d of these, please.", min=ctx["min_length"]),
    "greater_than_equal": lambda ctx: _("At least %(least)s, please.", least=ctx["ge"]),
    "less_than_equal": lambda ctx: _("At most %(most)s, please.", most=ctx["le"]),
    "enum": lambda ctx: _("One of these, please: %(choices)s.", choices=_choices(ctx)),
    "literal_error": lambda ctx: _("One of these, please: %(choices)s.", choices=_choices(ctx)),
}


def _choices(ctx: dict[str, Any]) -> str:
    return str(ctx["expected"]).replace("'", "").replace(" or ", ", ")
