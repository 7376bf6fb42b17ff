"""What many pieces of work done one after the other have in common, found out once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

Result = TypeVar("Result")

_found: ContextVar[dict[Hashable, object] | None] = ContextVar("found", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """What `shared` finds out in here is kept until the end, and no longer."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def shared(key: Hashable, find: Callable[[], Result]) -> Result:
    """What `find` gives; within a batch it is asked once for each `key`."""
    found = _found.get()
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    return cast("Result", found[key])


def share(key: Hashable, what: object) -> None:
    """Keep what has been found for `key` already, where there is a batch to keep it in."""
    found = _found.get()
    if found is not None:
        found[key] = what
