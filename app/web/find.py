"""Finding the one thing a page is about."""

from typing import TypeVar

from flask import abort
from sqlalchemy import Select

from app.kit.db import db

Found = TypeVar("Found")


def find(query: "Select[Found]") -> Found:
    """The one row `query` selects, or 404. What you cannot see does not exist."""
    row = db.session.scalars(query).one_or_none()
    return row if row is not None else abort(404)
