"""Who writes which letter: each domain signs up for its own kinds.

The outbox keeps ids only; a letter is written at the moment it leaves, from what is then
true and allowed. A composer that returns None withdraws its letter. A kind with a `topic` is
one people may turn off.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.kit.letters import Letter
from app.notifications.models import Mail
from app.notifications.rules import Topic

Composer = Callable[[Mail], Letter | None]


@dataclass(frozen=True)
class _Desk:
    write: Composer
    topic: Topic | None


_desks: dict[str, _Desk] = {}


def composes(kind: str, topic: Topic | None = None) -> Callable[[Composer], Composer]:
    """Sign a function up as the writer of every letter of `kind`."""

    def sign_up(composer: Composer) -> Composer:
        if kind in _desks:
            raise ValueError(f"two composers for {kind}")
        _desks[kind] = _Desk(composer, topic)
        return composer

    return sign_up


def compose(mail: Mail) -> Letter | None:
    """The letter as it reads now; None when it must not go out any more."""
    return _desks[mail.kind].write(mail)


def topic_of(kind: str) -> Topic | None:
    """What people turn off in order not to get letters of `kind`; None: they cannot."""
    return _desks[kind].topic


def kinds() -> list[str]:
    """Every kind of letter the house can write."""
    return sorted(_desks)
