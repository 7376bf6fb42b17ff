"""Which of the words we know a text is about, so that nobody has to say it twice."""

import unicodedata
from functools import cache, lru_cache

from app.matching.rules.themes import MOST_TOPICS
from app.profiles.vocabulary import Concept, concepts

# A word of Latin letters this short means something only as it is written: Go, IT, UX.
SHORT = 3


@lru_cache(1024)
def concepts_named(*texts: str) -> tuple[Concept, ...]:
    """The concepts named in these texts, those named first first, and no more than a few."""
    text = " \n ".join(unicodedata.normalize("NFKC", one) for one in texts)
    low = text.casefold()
    found: dict[str, tuple[int, Concept]] = {}
    for word, concept, is_exact in _words():
        at = _place_of(word, text if is_exact else low)
        if at >= 0:
            found[concept.slug] = min(
                found.get(concept.slug, (at, concept)), (at, concept), key=_first
            )
    return tuple(concept for _place, concept in sorted(found.values(), key=_first)[:MOST_TOPICS])


def _first(found: tuple[int, Concept]) -> tuple[int, str]:
    return found[0], found[1].slug


def _place_of(word: str, text: str) -> int:
    """Where `word` stands in `text`; a Latin word only on its own. -1: nowhere."""
    at = text.find(word)
    while at >= 0 and _is_within(word, text, at):
        at = text.find(word, at + 1)
    return at


def _is_within(word: str, text: str, at: int) -> bool:
    """Whether it is only a part of a longer word written in the same script."""
    if not word.isascii():
        return False
    around = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
    return any(it.isascii() and it.isalnum() for it in around)


@cache
def _words() -> tuple[tuple[str, Concept, bool], ...]:
    """Every spelling to look for, and whether it counts only in these very letters."""
    found = []
    for concept in concepts():
        for spelling in {concept.ja, concept.en, *concept.aliases}:
            word = unicodedata.normalize("NFKC", spelling)
            is_exact = word.isascii() and len(word) <= SHORT
            if len(word) > 1:
                found.append((word if is_exact else word.casefold(), concept, is_exact))
    return tuple(found)
