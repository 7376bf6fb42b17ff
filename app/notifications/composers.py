"""Who writes which letter: each domain signs up for its own kinds.

The outbox keeps ids only; a letter is written at the moment it leaves, from what is then
true and allowed. A composer that returns None withdraws its letter. A kind with a `topic` is
one people may turn off, or have once a day together with others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.kit.letters import Gist, Letter, gist, stopping_at
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.rules import Topic

Composer = Callable[[Mail], Letter | None]
Preparation = Callable[[Sequence[Mail]], None]
Glimpse = Callable[[Mail], Gist | None]


@dataclass(frozen=True)
class Manner:
    """How letters of a kind reach people.

    `at_night`: also from ten to eight, because they answer what the reader has just done, or
    cannot wait. `is_security`: also to an address that gives mail back. `is_noticed`: also as a
    line behind the bell.
    """

    at_night: bool = False
    is_security: bool = False
    is_noticed: bool = True


USUAL = Manner()
AT_ONCE = Manner(at_night=True)
SECURITY = Manner(at_night=True, is_security=True, is_noticed=False)
UNNOTICED = Manner(is_noticed=False)


@dataclass(frozen=True)
class Desk:
    """One kind of letter: who writes it, what turns it off, and how it goes out."""

    write: Composer
    topic: Topic | None
    manner: Manner


_desks: dict[str, Desk] = {}
_preparations: dict[str, Preparation] = {}
_glimpses: dict[str, Glimpse] = {}


def composes(
    kind: str, topic: Topic | None = None, manner: Manner = USUAL
) -> Callable[[Composer], Composer]:
    """Sign a function up as the writer of every letter of `kind`."""

    def sign_up(composer: Composer) -> Composer:
        if kind in _desks:
            raise ValueError(f"two composers for {kind}")
        _desks[kind] = Desk(composer, topic, manner)
        return composer

    return sign_up


def prepares(kind: str) -> Callable[[Preparation], Preparation]:
    """Sign a function up to load what many letters of `kind` need, before they are written.

    It runs within a batch (`kit/batch.py`): what it loads or shares is there for each letter.
    """

    def sign_up(preparation: Preparation) -> Preparation:
        _preparations[kind] = preparation
        return preparation

    return sign_up


def glimpses(kind: str) -> Callable[[Glimpse], Glimpse]:
    """Sign a function up to say in one line what a long letter of `kind` is about."""

    def sign_up(glimpse: Glimpse) -> Glimpse:
        _glimpses[kind] = glimpse
        return glimpse

    return sign_up


def glimpse_of(mail: Mail) -> Gist | None:
    """The letter in one line, as it reads now; None when it must not go out any more."""
    if mail.kind in _glimpses:
        return _glimpses[mail.kind](mail)
    letter = compose(mail)
    return gist(letter) if letter else None


def prepare(mails: Sequence[Mail]) -> None:
    """Load what these letters, about to be written, have in common."""
    for kind, preparation in _preparations.items():
        if mine := [mail for mail in mails if mail.kind == kind]:
            preparation(mine)


def compose(mail: Mail) -> Letter | None:
    """The letter as it reads now; None when it must not go out any more.

    One that people can turn off says how, whether or not its writer has thought of it.
    """
    desk = _desks[mail.kind]
    with stopping_at(off_url(mail.member, desk.topic) if desk.topic else ""):
        return desk.write(mail)


def desk(kind: str) -> Desk:
    """Everything that was signed up for `kind`."""
    return _desks[kind]


def topic_of(kind: str) -> Topic | None:
    """What people turn off in order not to get letters of `kind`; None: they cannot."""
    return _desks[kind].topic


def kinds() -> list[str]:
    """Every kind of letter the house can write."""
    return sorted(_desks)


def kinds_one_can_turn_off() -> list[str]:
    """Every kind that has a topic."""
    return [kind for kind in kinds() if _desks[kind].topic]
