"""Tables to play in: as empty as on the first day, seen by nobody else, and gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import current_app

from app.kit.db import db

LIKE = "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED"


@contextmanager
def sandbox() -> Iterator[None]:
    """Within this, every table is an empty one of the same shape.

    Temporary tables go before those of the same name, and the transaction they were made in is
    undone: no row of the house is read, written or locked.
    """
    with current_app.app_context():  # a session of its own
        try:
            db.session.execute(sa.text(_tables()))
            yield
        finally:
            db.session.rollback()
            db.session.remove()


def _tables() -> str:
    """What makes one for every table there is."""
    names = db.session.scalars(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    )
    return "; ".join(
        f'CREATE TEMP TABLE "{name}" (LIKE public."{name}" {LIKE}) ON COMMIT DROP' for name in names
    )
