"""Writing many rows at once, by COPY, and telling how far it has come."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from psycopg import Connection, sql
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import JSONB

from app.kit.db import db

TOLD_EVERY = 1_000

Row = dict[str, Any]
Tell = Callable[[int], None]


def put(model: Any, rows: Sequence[Row], tell: Tell) -> None:
    """Write rows. What they leave out is as the model has it by default."""
    if not rows:
        return
    table: sa.Table = model.__table__
    columns = [column for column in table.columns if _is_told(column, rows[0])]
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    db.session.flush()
    with _connection().cursor() as cursor, cursor.copy(into) as copy:
        for number, row in enumerate(rows, start=1):
            copy.write_row([_value(column, row) for column in columns])
            if number % TOLD_EVERY == 0:
                tell(TOLD_EVERY)
    tell(len(rows) % TOLD_EVERY)


def put_numbered(model: Any, rows: Sequence[Row], tell: Tell) -> list[int]:
    """Write rows and return their ids, in the same order."""
    numbers = sa.text(
        "select nextval(pg_get_serial_sequence(:name, 'id')) from generate_series(1, :n)"
    )
    given = {"name": model.__tablename__, "n": len(rows)}
    ids = list(db.session.scalars(numbers, given))
    put(model, [row | {"id": id_} for row, id_ in zip(rows, ids, strict=True)], tell)
    return ids


def look_over() -> int:
    """Let PostgreSQL count the rows now, or it plans its first questions for empty tables."""
    db.session.execute(sa.text("set local statement_timeout = 0"))
    db.session.execute(sa.text("analyze"))
    return 0


def _connection() -> "Connection[Any]":
    """The connection of this transaction, as the driver knows it."""
    pooled = db.session.connection().connection.driver_connection
    if not isinstance(pooled, Connection):
        raise TypeError(f"rows are written by psycopg, not by {pooled!r}")
    return pooled


def _is_told(column: "sa.Column[Any]", row: Row) -> bool:
    return column.name in row or column.default is not None


def _value(column: "sa.Column[Any]", row: Row) -> object:
    value = row[column.name] if column.name in row else _default(column)
    if isinstance(value, StrEnum):
        return value.value
    return Jsonb(value) if isinstance(column.type, JSONB) else value


def _default(column: "sa.Column[Any]") -> object:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg
