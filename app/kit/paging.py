"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa

from app.kit.db import db

Item = TypeVar("Item")

PER_PAGE = 30


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list. Numbers begin at 1."""

    items: Sequence[Item]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def paginate(query: "sa.Select[Item]", number: int, per_page: int = PER_PAGE) -> Page[Item]:
    """The page `number` of `query`'s rows, and whether another follows."""
    number = max(1, min(number, 100_000))
    window = query.limit(per_page + 1).offset((number - 1) * per_page)
    rows = list(db.session.scalars(window))
    return Page(rows[:per_page], number, len(rows) > per_page)


def slice_of(items: Sequence[Item], number: int, per_page: int = PER_PAGE) -> Page[Item]:
    """The page `number` of a list that is there already."""
    number = max(1, min(number, 100_000))
    start = (number - 1) * per_page
    return Page(items[start : start + per_page], number, len(items) > start + per_page)
