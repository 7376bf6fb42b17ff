"""Words that mean the same without looking alike: smartphones under all their names."""

from functools import cache
from importlib.resources import files


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Return the sets of words that mean one thing, in the order of the file."""
    text = files("app.profiles").joinpath("synonyms.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("|")) for line in lines)
