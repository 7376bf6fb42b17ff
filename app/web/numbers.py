"""Numbers in addresses: what no table can hold leads nowhere."""

from typing import Any

from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # of PostgreSQL's integer


def _up_to(most: str) -> str:
    """A pattern of every whole number up to `most`, and of none beyond."""
    smaller = (
        rf"{most[:place]}[0-{int(digit) - 1}]\d{{{len(most) - place - 1}}}"
        for place, digit in enumerate(most)
        if digit != "0"
    )
    return "|".join((rf"\d{{1,{len(most) - 1}}}", *smaller, most))


class Number(IntegerConverter):
    """A whole number that a row may have; in the pattern, so that other methods know it too."""

    regex = f"0*(?:{_up_to(str(LARGEST))})"

    def __init__(self, map: Map, *given: Any, **named: Any) -> None:  # noqa: A002 -- Werkzeug's
        super().__init__(map, *given, **({"max": LARGEST} | named))


class Addresses(Map):
    """Every address of the house."""

    default_converters = ImmutableDict(Map.default_converters, int=Number)
