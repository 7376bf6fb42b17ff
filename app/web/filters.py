"""What templates may say: pictures, icons, dates, names, money and breaks between phrases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

import budoux
from flask import Flask, current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.kit.clock import now
from app.kit.letters import absolute
from app.web import assets, times
from app.web.fixed import fixed
from app.web.icons import icon
from app.web.pictures.covers import cover
from app.web.pictures.crests import crest
from app.web.times import language

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile(r"[\u3041-\u30ff]")
# A character with the marks that belong to it: voicing marks, variants such as 辻󠄀, emoji parts.
CHARACTER = re.compile(
    r".(?:[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]|\u200d.)*",
    re.DOTALL,
)

WITHIN_WORD = re.compile(r"[A-Za-z0-9À-ɏ’'-]{2}")
EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)

FEWEST_SHOWN = 5
"""A group of people smaller than this is not counted in public."""


class Named(Protocol):
    """Anybody with a name."""

    @property
    def full_name(self) -> str: ...


@dataclass(frozen=True)
class Share:
    """A part of a whole, for a bar and its legend. `count` is None when it is too small to tell."""

    label: str
    count: int | None
    start: float
    width: float
    is_rest: bool = False


def _as_text(sentence: LazyString) -> Markup:
    return escape(str(sentence))


# Flask-Babel passes lazy sentences off as HTML, also where somebody's own words stand in them.
LazyString.__html__ = _as_text


def install(app: Flask) -> None:
    """Give every template these words, and serve the assets they name."""
    app.register_blueprint(assets.bp)
    app.jinja_env.filters.update(
        phrase=phrase,
        whole_phrases=whole_phrases,
        tongue=tongue,
        name=name,
        san=san,
        initial=initial,
        yen=yen,
        site=site,
        shares=shares,
        day=times.day,
        day_number=times.day_number,
        clock=times.clock,
        moment=times.moment,
        month=times.month,
        weekday=times.weekday,
        day_of=times.day_of,
        weekday_of=times.weekday_of,
        relative=times.relative,
        lasting=times.lasting,
        zone_name=times.zone_name,
        zoned_moment=times.zoned_moment,
    )
    app.jinja_env.globals.update(
        absolute=absolute,
        asset=assets.asset,
        icon=icon,
        cover=cover,
        fixed=fixed,
        crest=crest,
        language=language,
        span=times.span,
        zoned_span=times.zoned_span,
        hours=times.hours,
        right_now=now,
        is_elsewhere=times.is_elsewhere,
        has_page=lambda endpoint: endpoint in current_app.view_functions,
    )


def phrase(text: object) -> Markup:
    """`text` with a place to break between Japanese phrases, for titles and headings."""
    return _broken(str(text))


def whole_phrases(text: Markup) -> Markup:
    """`text` as phrases that each stay whole, for letters: mail programs know no `word-break`."""
    plain = text.unescape()
    parts = _phrases_of(plain) if JAPANESE.search(plain) else [plain]
    # A space at the edge of a phrase would be swallowed there, so that it stands between them.
    spaced = (EDGES.fullmatch(part) for part in parts)
    whole = Markup('%s<span class="phrase">%s</span>%s')
    return Markup().join(whole % found.groups() for found in spaced if found)


@lru_cache(maxsize=4096)
def _broken(text: str) -> Markup:
    if not JAPANESE.search(text):
        return escape(text)
    return Markup("<wbr>").join(_phrases_of(text))


def _phrases_of(text: str) -> list[str]:
    """The Japanese phrases of `text`; a name in Latin letters is not broken within."""
    whole: list[str] = []
    for part in _japanese().parse(text):
        if whole and WITHIN_WORD.search(f"{whole[-1][-1:]}{part[:1]}"):
            whole[-1] += part
        else:
            whole.append(part)
    return whole


@lru_cache(maxsize=1)
def _japanese() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def tongue(text: object) -> str:
    """The language `text` is written in, for a `lang` attribute: `ja` where there is kana."""
    if KANA.search(str(text)):
        return "ja"
    return language() if JAPANESE.search(str(text)) else "en"


def name(person: Named) -> str:
    """The person's name in the order of the reader's language."""
    return person.full_name


def san(person: Named | str) -> str:
    """The name as we address people: `田中 美咲さん`, `Misaki Tanaka`."""
    called = person if isinstance(person, str) else name(person)
    return f"{called}さん" if language() == "ja" else called


def initial(text: str) -> str:
    """The first whole character, with the marks that belong to it."""
    found = CHARACTER.match(text.strip())
    return found.group() if found else "絆"


def site(address: str) -> str:
    """The name of the site an address leads to."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def yen(amount: int) -> str:
    """`1,000円`, `¥1,000`; nothing to pay is said in words."""
    if amount == 0:
        return str(_("Free"))
    return f"{amount:,}円" if language() == "ja" else f"¥{amount:,}"


def shares(counts: Sequence[tuple[str, int]], others: str) -> list[Share]:
    """The composition of a crowd, largest first, in per cent of the whole.

    Groups under five people are told only together. When the rest would give one of them away
    by subtraction, the next larger group goes in with them.
    """
    ranked = sorted((pair for pair in counts if pair[1] > 0), key=lambda pair: -pair[1])
    told = [pair for pair in ranked if pair[1] >= FEWEST_SHOWN]
    small = [pair for pair in ranked if pair[1] < FEWEST_SHOWN]
    while small and told and _gives_away(small):
        small.append(told.pop())
    return _laid_out(told, small, others)


def _gives_away(small: list[tuple[str, int]]) -> bool:
    return len(small) == 1 or sum(count for _label, count in small) < FEWEST_SHOWN


def _laid_out(
    told: list[tuple[str, int]], small: list[tuple[str, int]], others: str
) -> list[Share]:
    rest = sum(count for _label, count in small)
    whole = sum(count for _label, count in told) + rest
    laid, start = [], 0.0
    for label, count in told:
        width = 100 * count / whole
        laid.append(Share(label, count, round(start, 2), round(width, 2)))
        start += width
    if rest:
        shown = rest if rest >= FEWEST_SHOWN else None
        laid.append(Share(others, shown, round(start, 2), round(100 - start, 2), is_rest=True))
    return laid
