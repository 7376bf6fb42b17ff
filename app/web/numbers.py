"""Numbers in addresses: what no table can hold leads nowhere."""

from typing import Any

from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # of PostgreSQL's integer


class Number(IntegerConverter):
    """A whole number that a row may have."""

    def __init__(self, map: Map, *given: Any, **named: Any) -> None:  # noqa: A002 -- Werkzeug's
        super().__init__(map, *given, **({"max": LARGEST} | named))


class Addresses(Map):
    """Every address of the house."""

    default_converters = ImmutableDict(Map.default_converters, int=Number)
