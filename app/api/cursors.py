"""Long lists, a part at a time: a part begins after the last row of the one before.

Rows that come in between shift nothing, because the place is a row and not a number.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import InstrumentedAttribute

from app.api.faults import wrong
from app.api.shapes.base import Paged
from app.kit.db import Model, db
from app.kit.letters import absolute
from app.web.numbers import LARGEST

Row = TypeVar("Row", bound=Model)


def _text(value: str) -> str:
    """A text the database can be asked about. Raises ValueError."""
    value.encode()  # half a pair of code points is none
    if "\x00" in value:
        raise ValueError(value)
    return value


def _number(value: object) -> int:
    """A number that a row may have. Raises ValueError."""
    if not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError(value)
    return value


_READ: dict[type, Any] = {
    datetime: datetime.fromisoformat,
    str: _text,
    int: _number,
    UUID: UUID,
}


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by; together they tell every row from every other."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    descending: bool = False

    def after(self, place: Sequence[Any]) -> sa.ColumnElement[bool]:
        """What comes behind the row at `place`."""
        row, here = sa.tuple_(*self.columns), tuple(place)
        return row < here if self.descending else row > here

    @property
    def by(self) -> list[sa.UnaryExpression[Any]]:
        return [each.desc() if self.descending else each.asc() for each in self.columns]

    def place_of(self, row: Model) -> str:
        """Where `row` stands, to be handed out."""
        values = [getattr(row, column.key) for column in self.columns]
        told = [_told(each) for each in values]
        return urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    def place_in(self, cursor: str) -> list[Any]:
        """The place a caller hands back. Raises BadInput."""
        try:
            told = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return [
                _READ[column.type.python_type](value)
                for column, value in zip(self.columns, told, strict=True)
            ]
        except (ValueError, TypeError, AttributeError, Error):
            raise wrong("cursor", _("Please hand back a cursor as you were given it.")) from None


def part(query: "sa.Select[Row]", order: Order, asked: Paged) -> tuple[list[Row], str | None]:
    """The rows of one part, and the address of the next one."""
    if asked.cursor:
        query = query.where(order.after(order.place_in(asked.cursor)))
    query = query.order_by(None).order_by(*order.by).limit(asked.limit + 1)
    rows = list(db.session.scalars(query))
    if len(rows) <= asked.limit:
        return rows, None
    kept = rows[: asked.limit]
    return kept, _address(order.place_of(kept[-1]))


def _told(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _address(cursor: str) -> str:
    """This very list, from `cursor` on."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return absolute(f"{request.path}?{urlencode([*pairs, ('cursor', cursor)])}")
