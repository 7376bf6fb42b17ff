"""The picture that goes along when somebody shares a link: 1200 × 630, as OpenGraph wants it."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from unicodedata import east_asian_width

import resvg_py
from markupsafe import escape
from PIL import Image

from app.web.filters import phrase
from app.web.pictures.covers import HEIGHT as COVER_HEIGHT
from app.web.pictures.covers import WIDTH, cover

HEIGHT = 630
PAPER_TOP = 372
MARGIN = 64
TITLE_SIZES = (60, 48, 40)
MOST_LINES = 2
SMALL_SIZE = 30
GOTHIC = "Noto Sans CJK JP, Noto Sans JP, Hiragino Sans, IPAexGothic, sans-serif"
PAPER, INK, SOFT, RULE = "#FFFDF9", "#231E1A", "#5F554B", "#B93E1C"
# What a letter that is not wide takes of the type's size, on average, in bold gothic.
NARROW = 0.58


@lru_cache(maxsize=256)
def share_picture(seed: str, title: str, when: str, host: str) -> bytes:
    """The PNG: the event's cover and, where the machine can write Japanese, what it is.

    About 150 ms of CPU the first time.
    """
    drawing = str(cover(seed)).replace("<svg ", f'<svg y="{_top()}" width="{WIDTH}" ', 1)
    drawing = drawing.replace("viewBox=", f'height="{COVER_HEIGHT}" viewBox=', 1)
    if can_write():
        drawing += "".join(_words(title, when, host))
    return _png(drawing)


@lru_cache(maxsize=1)
def can_write() -> bool:
    """Whether this machine has letters for Japanese; boxes would be worse than none."""
    return _is_inked("絆")


def _top() -> int:
    """Where the cover begins: above the words, or in the middle when there are none."""
    return PAPER_TOP - COVER_HEIGHT + 60 if can_write() else (HEIGHT - COVER_HEIGHT) // 2


def _words(title: str, when: str, host: str) -> Iterator[str]:
    yield f'<rect y="{PAPER_TOP}" width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
    yield f'<rect x="{MARGIN}" y="{PAPER_TOP}" width="84" height="9" fill="{RULE}"/>'
    size, lines = fitted(title)
    y = PAPER_TOP + 36 + size
    for line in lines:
        yield _text(line, y, size, INK, 'font-weight="700"')
        y += round(size * 1.3)
    yield _text(when, HEIGHT - 70, SMALL_SIZE, SOFT)
    yield _text(host, HEIGHT - 28, SMALL_SIZE, SOFT)


def fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the rest is cut off."""
    room = WIDTH - 2 * MARGIN
    for size in TITLE_SIZES:
        lines = broken(title, room / size)
        if len(lines) <= MOST_LINES:
            return size, lines
    return size, [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]


def broken(title: str, room: float) -> list[str]:
    """`title` in lines of at most `room` wide letters, broken between phrases where it can be."""
    lines = [""]
    for piece in _pieces(title, room):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def width(text: str) -> float:
    """How wide `text` is, in wide letters."""
    return sum(1 if east_asian_width(letter) in "WFA" else NARROW for letter in text)


def _pieces(title: str, room: float) -> Iterator[str]:
    for piece in (
        str(phrase(title)).replace("<wbr>", "\u200b").replace(" ", " \u200b").split("\u200b")
    ):
        if width(piece) <= room:
            yield piece
        else:
            yield from piece


def _text(text: str, y: int, size: int, colour: str, more: str = "") -> str:
    return (
        f'<text x="{MARGIN}" y="{y}" font-size="{size}" font-family="{GOTHIC}" fill="{colour}" '
        f"{more}>{escape(text)}</text>"
    )


def _is_inked(text: str) -> bool:
    letters = Image.open(BytesIO(_png(_text(text, 400, 200, "#000000")))).convert("L")
    return letters.getextrema()[0] != letters.getextrema()[1]


def _png(drawing: str) -> bytes:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{drawing}</svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background=PAPER))
