"""The database: one handle, one base class, one way to name things."""

from datetime import datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, aliased, mapped_column

from app.kit.tokens import public_id


def _values(enum: type[Enum]) -> list[str]:
    return [str(member.value) for member in enum]


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: sa.Text,
        datetime: sa.DateTime(timezone=True),
        list[str]: ARRAY(sa.Text),
        list[int]: ARRAY(sa.Integer),
        dict[str, str]: JSONB,
        dict[str, Any]: JSONB,
        UUID: sa.Uuid,
        StrEnum: sa.Enum(StrEnum, native_enum=False, length=32, values_callable=_values),
    }


Key = Annotated[int, mapped_column(sa.Identity(always=True), primary_key=True)]

db = SQLAlchemy(metadata=Model.metadata)

Row = TypeVar("Row", bound=Model)

# Serialisation, deadlock, server shutting down or starting: the same work may succeed next time.
PASSING = ("40001", "40P01", "57P01", "57P02", "57P03", "08000", "08003", "08006")
# A key that is taken, a key that leads nowhere any more.
OVERTAKEN = ("23505", "23503")


def errand() -> str:
    """What the work at hand is called: the same in every log that one transaction writes."""
    return str(db.session.info.setdefault("errand", public_id()))


def begin_errand(name: str) -> None:
    """Call the work at hand `name`, where it shall be called the same every time it is done."""
    db.session.info["errand"] = name


@sa.event.listens_for(Session, "after_commit")
@sa.event.listens_for(Session, "after_rollback")
def _next_errand(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("errand", None)


def lock(row: Row) -> Row:
    """Hold `row` until the transaction ends, and see its latest values."""
    db.session.flush()
    db.session.refresh(row, with_for_update={"of": type(row)})
    return row


@cache
def another(model: type[Row], role: str) -> type[Row]:
    """The table of `model` once more, for who plays `role` in a query; made once.

    Making an alias and its columns anew for every question costs more than asking. No role may
    stand both in a query and in one nested in that.
    """
    return aliased(model, name=role)


def member_key(*, index: bool = True, ondelete: str = "CASCADE", **given: Any) -> Any:
    """A column that points at a member; the database forgets it when they leave."""
    return mapped_column(sa.ForeignKey("users.id", ondelete=ondelete), index=index, **given)


def ids_of(query: "sa.Select[int]") -> set[int]:
    """The ids that a query finds. Of thousands, one array is read many times faster than rows."""
    return set(db.session.scalar(sa.select(sa.func.array_agg(query.subquery().c[0]))) or ())


def take_time() -> None:
    """Let this transaction stand for as long as a job may take, while something is worked out."""
    db.session.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = '40min'"))


def is_passing(error: DBAPIError) -> bool:
    """Whether the database may well say yes when asked again."""
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in PASSING or _refused(error, state)


def raise_if_passing(fault: Exception) -> None:
    """Raise `fault` again if the same may well succeed next time.

    What is wrong for good is left to the caller, who writes it down and goes on to the next.
    """
    if isinstance(fault, DBAPIError) and is_passing(fault):
        raise fault


def is_overtaken(error: DBAPIError) -> bool:
    """Whether somebody wrote the same at the same moment, or took away what was pointed at.

    Whoever asks again sees it.
    """
    return getattr(error.orig, "sqlstate", None) in OVERTAKEN


def _refused(error: DBAPIError, state: str | None) -> bool:
    return isinstance(error, OperationalError) and state is None
