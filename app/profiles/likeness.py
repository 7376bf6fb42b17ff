"""How alike two words look or sound: good enough to suggest one for the other, never to merge."""

import re

from app.profiles.romaji import is_kana, romaji

ALIKE = 0.7
SHORTEST_SOUND = 3
# Few consonants are heard in many words: Python is not a partner.
SURE_BY_SOUND = 4
SOMEWHAT_ALIKE = 0.3

# Letters that Japanese does not tell apart, or writes in several ways.
_SOUNDS = [
    (re.compile("tch|ch|ts"), "t"),
    (re.compile("sh|c(?=[eiy])|z"), "s"),
    (re.compile("ph|hu|wh"), "f"),
    (re.compile("ck|c|q|x"), "k"),
    (re.compile("l"), "r"),
    (re.compile("v"), "b"),
    (re.compile("j"), "s"),
    (re.compile("[^a-z]"), ""),
    (re.compile("[aeiouyhw]"), ""),
    (re.compile("m(?=[bpm])"), "n"),
    (re.compile("(.)\\1+"), "\\1"),
]


def likeness(one: str, other: str) -> float:
    """How many pairs of neighbouring letters two keys share, from 0 to 1."""
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def sound(key: str) -> str:
    """The consonants of a key as both scripts write them; empty where there are too few to tell."""
    heard = _latin(key)
    for pattern, one in _SOUNDS:
        heard = pattern.sub(one, heard)
    return heard if len(heard) >= SHORTEST_SOUND else ""


def are_alike(one: str, other: str) -> bool:
    """Whether somebody who typed `one` may have meant `other`."""
    if likeness(one, other) >= ALIKE:
        return True
    heard = sound(one)
    if not heard or heard != sound(other):
        return False
    return len(heard) >= SURE_BY_SOUND or likeness(_latin(one), _latin(other)) >= SOMEWHAT_ALIKE


def _latin(key: str) -> str:
    return romaji(key) if is_kana(key) else key


def _pairs(key: str) -> set[str]:
    framed = f"^{key}$"
    return {framed[start : start + 2] for start in range(len(framed) - 1)} if key else set()
