"""Whether anything has been written since: one cheap question, asked of PostgreSQL itself.

A snapshot names the transactions whose work can be seen. As long as it is the same, so is every
row of every table, whoever writes them and by whatever way; so that what was made from rows may be
used again. It says nothing where this very transaction has written something.
"""

import os
import threading

import psycopg
import sqlalchemy as sa
from psycopg import pq
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

from app.kit.db import db

CONNECT_SECONDS = 5
# Nothing, where this transaction has written: others cannot see that yet, and it sees more.
SEEN = sa.case(
    (
        sa.func.pg_current_xact_id_if_assigned().is_(None),
        sa.cast(sa.func.pg_current_snapshot(), sa.Text),
    )
)


def snapshot() -> str | None:
    """What can be seen now; None after this transaction has itself written."""
    seen: str | None = db.session.scalars(sa.select(SEEN)).one()
    return seen


class Lines:
    """A line to the database for each thread, for this one question, outside any transaction."""

    def __init__(self, url: URL) -> None:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._address = make_conninfo(plain, connect_timeout=CONNECT_SECONDS).encode()
        self._mine = threading.local()

    def snapshot(self) -> str | None:
        """What can be seen now; None when the database does not answer."""
        try:
            answer = self._line().exec_prepared(b"seen", [])
            seen = answer.get_value(0, 0) if answer.status == pq.ExecStatus.TUPLES_OK else None
        except psycopg.Error:
            seen = None
        if seen is None:
            self._mine.line = None
            return None
        return seen.decode()

    def _line(self) -> "pq.abc.PGconn":
        line: pq.abc.PGconn | None = getattr(self._mine, "line", None)
        # A process that was forked must never talk through its parent's line.
        if line is None or self._mine.pid != os.getpid():
            line = pq.PGconn.connect(self._address)
            line.prepare(b"seen", b"SELECT pg_current_snapshot()::text")
            self._mine.line, self._mine.pid = line, os.getpid()
        return line
