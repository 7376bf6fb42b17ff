"""Servers for a run of tests: real ones that forget everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.servers.postgres import Postgres
from app.servers.valkey import Valkey


@contextmanager
def embedded_servers(folder: Path) -> Iterator[tuple[str, str]]:
    """A PostgreSQL whose role may make databases, and a Redis: their addresses."""
    with Postgres(folder, ephemeral=True) as postgres, Valkey(folder, ephemeral=True) as redis:
        yield postgres.url, redis.url
