"""Text whose accents do not pile up: putting endless marks on one sign in order takes for ever."""

import unicodedata
from functools import cache

MOST_MARKS = 30  # on one sign; Unicode's stream-safe text (UAX 15) knows no more
SHORT = 1_000  # characters, which are put in order at once whatever they are


def without_piles(text: str) -> str:
    """`text` with at most MOST_MARKS marks on any sign of it."""
    if len(text) <= SHORT or text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if _is_mark(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


@cache
def _is_mark(sign: str) -> bool:
    return all(unicodedata.combining(part) for part in unicodedata.normalize("NFKD", sign))
