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
from sqlalchemy.engine import URL

from app.kit.db import db

QUESTION = "SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NULL"


def snapshot() -> str | None:
    """What can be seen now; None after this transaction has itself written."""
    seen, is_clean = db.session.execute(sa.text(QUESTION)).one()
    return str(seen) if is_clean else None


class Lines:
    """A line to the database for each thread, for this one question, outside any transaction."""

    def __init__(self, url: URL) -> None:
        plain = url.set(drivername="postgresql")
        self._address = plain.render_as_string(hide_password=False)
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

    def _line(self) -> pq.abc.PGconn:
        line: pq.abc.PGconn | None = getattr(self._mine, "line", None)
        # A process that was forked must never talk through its parent's line.
        if line is None or self._mine.pid != os.getpid():
            kept = psycopg.connect(self._address, autocommit=True, connect_timeout=5)
            line = kept.pgconn
            self._mine.connection, self._mine.line, self._mine.pid = kept, line, os.getpid()
            line.prepare(b"seen", b"SELECT pg_current_snapshot()::text")
        return line
