"""Passwords: hashed slowly, a few at a time, and never one that everybody tries first."""

import unicodedata
from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 128

# OWASP's smallest argon2id (m=19456 KiB, t=2, p=1). Each takes 19 MiB for about 20 ms, so that
# a crowd at the door must queue here rather than fill the memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_room = BoundedSemaphore(4)


def hashed(password: str) -> str:
    """The hash to keep."""
    with _room:
        return _hasher.hash(_one_form(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` made the hash `kept`; where none is kept, no, after the same work."""
    with _room:
        try:
            return _hasher.verify(kept or _nobodys(), _one_form(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def is_common(password: str) -> bool:
    """Whether `password` is among the 3,000 that everybody tries first."""
    return _one_form(password).lower() in _common()


def is_own_name(password: str, address: str) -> bool:
    """Whether `password` is the member's own address, or the part of it before the @."""
    return _one_form(password).lower() in {address, address.partition("@")[0]}


def _one_form(password: str) -> str:
    """The same text, whichever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that belongs to nobody")


@cache
def _common() -> frozenset[str]:
    text = files("app.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
