"""What the servers say when they cannot."""

from collections.abc import Callable

Say = Callable[[str], None]


class CannotStart(Exception):
    """Something that keeps a server from running, as one sentence a person can act on."""


class AlreadyRunning(CannotStart):
    """Another process runs what lives in this folder."""


def silently(_: str) -> None:
    """Say nothing."""
