"""Words that mean the same without looking alike: smartphones under all their names."""

from functools import cache
from importlib.resources import files


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Return the sets of words that mean one thing, in the order of the file."""
    return _lines("synonyms.tsv")


@cache
def thesaurus() -> dict[str, str]:
    """For each folded word that a dictionary spells in several ways, the one that stands for all.

    Source: the synonyms of SudachiDict, Apache License 2.0; what was taken is said in the file.
    """
    return {word: words[0] for words in _lines("thesaurus.tsv") for word in words[1:]}


def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    text = files("app.profiles").joinpath(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("|")) for line in lines)
