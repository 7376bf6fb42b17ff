"""The servers a run stands on: those named in the environment, else embedded ones."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import errors

# Somebody is still in there: an autovacuum that takes its time, a line that has not noticed yet.
BUSY = (psycopg.OperationalError, errors.InsufficientPrivilege)
DROP_SECONDS = 30
END_OURS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = %s AND usename = current_user AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Servers:
    """A PostgreSQL that may make databases, and a Redis."""

    admin_url: str
    redis_url: str

    def database_url(self, name: str) -> str:
        """The address of the database `name`, as a URL."""
        before, _, query = self.admin_url.partition("?")
        base = before.rsplit("/", 1)[0]
        return f"{base}/{name}" + (f"?{query}" if query else "")

    def administer(self, statement: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def copied(self, template: str, name: str) -> Iterator[str]:
        """A database with what is in `template`, deleted afterwards; its name."""
        self.administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield name
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Delete a database, and end whatever our role still does in it.

        PostgreSQL itself sends autovacuum away. FORCE would have us do it, which only a superuser
        may. What cannot be deleted in good time is left: no test is lost for it.
        """
        until = time.monotonic() + DROP_SECONDS
        while time.monotonic() < until:
            try:
                with psycopg.connect(self.admin_url, autocommit=True) as connection:
                    connection.execute(END_OURS, (name,))
                    connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            except BUSY:
                time.sleep(0.1)
            else:
                return


@contextmanager
def running_servers(folder: Path) -> Iterator[Servers]:
    """Servers for one run."""
    given = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if all(given):
        yield Servers(*given)
        return
    from app.servers.testing import embedded_servers

    with embedded_servers(folder) as (admin_url, redis_url):
        yield Servers(given[0] or admin_url, given[1] or redis_url)
