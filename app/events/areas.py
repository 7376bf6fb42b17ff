"""The 47 prefectures: their names, and which one an address is in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PLACES = Path(__file__).with_name("areas.tsv")


@dataclass(frozen=True)
class Area:
    """One prefecture. Its code is its romanised name; `marks` are cities that say it, too."""

    code: str
    ja: str
    en: str
    marks: tuple[str, ...] = ()

    def name_in(self, locale: str) -> str:
        return self.ja if locale == "ja" else self.en

    @property
    def short(self) -> str:
        """The name as people say it: 東京, 北海道."""
        return self.ja if self.ja == "北海道" else self.ja[:-1]


@lru_cache(maxsize=1)
def areas() -> dict[str, Area]:
    """Every prefecture by its code, from north to south."""
    rows = (line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines())
    return {
        code: Area(code, ja, en, tuple(" ".join(marks).split())) for code, ja, en, *marks in rows
    }


def area_of(address: str) -> str:
    """The code of the prefecture that `address` names, itself or by a city; else nothing."""
    text = unicodedata.normalize("NFKC", address)
    for spellings in (_whole_names, _short_names):
        found = [(text.find(name), code) for code, name in spellings() if name in text]
        if found:
            return min(found)[1]
    return next((code for code, name in _latin() if name.search(text)), "")


def _whole_names() -> Iterator[tuple[str, str]]:
    return ((area.code, area.ja) for area in areas().values())


def _short_names() -> Iterator[tuple[str, str]]:
    for area in areas().values():
        yield area.code, area.short
        yield from ((area.code, mark) for mark in area.marks if not mark.isascii())


@lru_cache(maxsize=1)
def _latin() -> tuple[tuple[str, "re.Pattern[str]"], ...]:
    names = (
        (area.code, name)
        for area in areas().values()
        for name in (area.en, *area.marks)
        if name.isascii()
    )
    return tuple((code, re.compile(rf"\b{name}\b", re.IGNORECASE)) for code, name in names)
