"""The words people share: concepts with a label in each language, and industries."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.profiles.romaji import one_way, romaji
from app.profiles.rules import plain_key, tag_key

SHORTEST_ROMAJI = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing people work at, can do or care about, however it is spelled."""

    slug: str
    ja: str
    en: str
    aliases: tuple[str, ...]
    readings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    """Words that suggest this concept while somebody types, and are not the same."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return everything that means this concept: labels first, then aliases and readings."""
        return (self.ja, self.en, *self.aliases, *self.readings)

    def label(self, locale: str) -> str:
        """Return the Japanese label for `ja` locales, else the English one."""
        return self.ja if locale.startswith("ja") else self.en


@dataclass(frozen=True, slots=True)
class Industry:
    """A field of work, as events count it."""

    code: str
    ja: str
    en: str

    def label(self, locale: str) -> str:
        """Return the Japanese label for `ja` locales, else the English one."""
        return self.ja if locale.startswith("ja") else self.en


@cache
def concepts() -> tuple[Concept, ...]:
    """Return every concept shipped, in the order of the file."""
    return tuple(
        Concept(
            row["slug"],
            row["ja"],
            row["en"],
            aliases=_cell(row["aliases"]),
            readings=_cell(row["reading"]),
            near=_cell(row["near"]),
        )
        for row in _rows("vocabulary.tsv")
    )


@cache
def industries() -> tuple[Industry, ...]:
    """Return every industry, in the order in which a form offers them."""
    return tuple(Industry(row["code"], row["ja"], row["en"]) for row in _rows("industries.tsv"))


@cache
def concepts_by_slug() -> dict[str, Concept]:
    """Return the concepts by their slug."""
    return {concept.slug: concept for concept in concepts()}


@cache
def concepts_by_key() -> dict[str, Concept]:
    """Return the concept each spelling's `tag_key` stands for."""
    return {tag_key(spelling): concept for concept in concepts() for spelling in concept.spellings}


@cache
def concepts_by_romaji() -> dict[str, Concept]:
    """Return the concepts by their readings in Latin letters, where that is no other word."""
    found = [
        (written, concept)
        for concept in concepts()
        for written in {romaji(plain_key(reading)) for reading in concept.readings}
        if written.isascii() and written.isalpha() and len(written) >= SHORTEST_ROMAJI
    ]
    times = Counter(written for written, _concept in found)
    keys = concepts_by_key()
    return {
        written: concept
        for written, concept in found
        if times[written] == 1 and keys.get(written, concept) is concept
    }


def concept_called(text: str) -> Concept | None:
    """Return the concept that `text` is a spelling of, if we ship one."""
    key = tag_key(text)
    return concepts_by_key().get(key) or concepts_by_romaji().get(one_way(key))


def _cell(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split("|")))


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated table beside this file; `#` begins a comment line."""
    text = files("app.profiles").joinpath(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
