"""The servers a run stands on: those named in the environment, else embedded ones."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


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

    def clone(self, template: str, name: str) -> None:
        self.administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')


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
