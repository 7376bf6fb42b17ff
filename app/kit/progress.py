"""How far long work has come, for whoever waits. Redis forgets it, and nothing depends on it."""

from contextlib import suppress
from dataclasses import dataclass

from flask import current_app
from redis import Redis, RedisError

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Progress:
    """So many of so many steps done."""

    done: int
    whole: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // max(1, self.whole))


def tell(name: str, done: int, whole: int) -> None:
    """Say how far the work called `name` has come."""
    with suppress(RedisError):
        _redis().set(_key(name), f"{done}/{whole}", ex=KEPT_SECONDS)


def told(name: str) -> Progress | None:
    """How far it has come; None when nobody has said, or Redis is away."""
    with suppress(RedisError, ValueError):
        said = _redis().get(_key(name))
        if said is not None:
            done, _, whole = (said if isinstance(said, str) else said.decode()).partition("/")
            return Progress(int(done), int(whole))
    return None


def _redis() -> "Redis":
    connection: Redis = current_app.extensions["queue"].connection
    return connection


def _key(name: str) -> str:
    return f"kizuna:progress:{name}"
