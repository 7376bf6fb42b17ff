"""Which concepts somebody may mean by the letters typed so far, in any script."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from app.profiles.romaji import one_way, romaji
from app.profiles.rules import plain_key, tag_key
from app.profiles.vocabulary import Concept, concepts

# What an input method has not yet turned into kana: きかいg.
_UNFINISHED = re.compile("(?<=[ァ-ヺー])[a-z]{1,3}$")


class Nearness(IntEnum):
    """How well a concept answers to what was typed; the smaller, the earlier it is offered."""

    SAME = 0
    BEGINS = 1
    WITHIN = 2
    NEAR = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    slug: str
    keys: frozenset[str]
    typed: frozenset[str]
    """Keys, and how they begin to be typed: in kana, and in Latin letters."""
    near: frozenset[str]


def concepts_like(text: str) -> dict[str, Nearness]:
    """The concepts `text` may be the beginning of, by slug."""
    key = tag_key(text)
    typed = {_UNFINISHED.sub("", plain_key(text)), key} - {""}
    latin = one_way(key) if key.isascii() and key.isalpha() else ""
    found = {}
    for entry in _index():
        nearness = _nearness(entry, key, typed, latin)
        if nearness is not None:
            found[entry.slug] = nearness
    return found


def _nearness(entry: _Entry, key: str, typed: set[str], latin: str) -> Nearness | None:
    if key in entry.keys:
        return Nearness.SAME
    heads = typed | ({latin} if latin else set())
    if any(word.startswith(head) for word in entry.typed for head in heads):
        return Nearness.BEGINS
    if any(head in word for word in entry.keys for head in typed):
        return Nearness.WITHIN
    return Nearness.NEAR if key in entry.near else None


@cache
def _index() -> tuple[_Entry, ...]:
    return tuple(_entry(concept) for concept in concepts())


def _entry(concept: Concept) -> _Entry:
    keys = {key for word in concept.spellings for key in (tag_key(word), plain_key(word))}
    spoken = {romaji(plain_key(reading)) for reading in concept.readings}
    return _Entry(
        slug=concept.slug,
        keys=frozenset(keys),
        typed=frozenset(keys | spoken),
        near=frozenset(map(tag_key, concept.near)),
    )
