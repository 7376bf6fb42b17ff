"""Covers of events: a landscape of wagara in one set of colours, different for every seed."""

import math
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from app.web.pictures.dice import Dice
from app.web.pictures.kasane import KASANE, Kasane
from app.web.pictures.patterns import Thread, pattern

WIDTH, HEIGHT = 1200, 520

Draw = Callable[[Dice, Kasane, str], str]


@lru_cache(maxsize=1024)
def cover(seed: str, *, kasane: str = "", composition: str = "") -> Markup:
    """The cover of `seed`; a colour set or composition may be asked for by name."""
    dice = Dice(seed)
    colours = KASANE[kasane or dice.pick(list(KASANE), "cover colours")]
    chosen = composition or dice.pick(list(COMPOSITIONS), "composition")
    drawing = COMPOSITIONS[chosen](dice, colours, dice.mark(f"{kasane}{chosen}"))
    return Markup(  # noqa: S704 -- drawn here, from numbers and colours
        f'<svg class="cover-art" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">{drawing}</svg>'
    )


def waves(dice: Dice, colours: Kasane, mark: str) -> str:
    """A great sun going down behind the sea. It has no rays."""
    x = WIDTH * dice.between(0.42, 0.6, "sun")
    swell = dice.between(-0.03, 0.03, "swell")
    crests = [(h + swell) * HEIGHT for h in (0.70, 0.58, 0.60, 0.71, 0.86, 0.68)]
    sea = _swell([y + 0.09 * HEIGHT for y in crests])
    return "".join(
        (
            pattern("seigaiha", f"{mark}a", Thread(colours.tint, 1.5, 0.85, colours.shade)),
            pattern("shippo", f"{mark}b", Thread(colours.ink, 1.3, 0.24)),
            _ground(colours.ground),
            _ground(f"url(#{mark}b)"),
            f'<circle cx="{x:.0f}" cy="{HEIGHT * 0.47:.0f}" r="172" fill="{colours.tint}"/>',
            f'<path d="{_swell(crests)}" fill="{colours.shade}"/>',
            f'<path d="{sea}" fill="url(#{mark}a)"/>',
        )
    )


def noren(dice: Dice, colours: Kasane, mark: str) -> str:
    """Cloth over a doorway: come in, we are open."""
    order = dice.throw(3, "cloth")
    panels = []
    for n in range(6):
        drop = HEIGHT * (0.80 if n % 2 else 0.74)
        panel = _panel(n * WIDTH / 6, WIDTH / 6, drop)
        panels.append(
            f'<path d="{panel}" fill="{colours.shade if n % 2 else colours.ground}"/>'
            f'<path d="{panel}" fill="url(#{mark}{"abc"[(n + order) % 3]})"/>'
        )
    return "".join(
        (
            pattern("asanoha", f"{mark}a", Thread(colours.ink, 1.3, 0.55)),
            pattern("shippo", f"{mark}b", Thread(colours.tint, 1.4, 0.6)),
            pattern("shima", f"{mark}c", Thread(colours.ink, 1, 0.35)),
            _ground(colours.tint),
            f'<circle cx="744" cy="530" r="218" fill="{colours.accent}"/>',
            *panels,
            f'<rect width="{WIDTH}" height="26" fill="{colours.shade}"/>',
        )
    )


def hills(dice: Dice, colours: Kasane, mark: str) -> str:
    """Three ranges of hills and a moon."""
    shift = dice.between(0, 6.2, "ranges")
    x = WIDTH * dice.between(0.3, 0.6, "moon")
    ranges = (
        (0.50, 0.10, colours.accent, "b", 1.2),
        (0.62, 0.09, colours.ground, "a", 3.1),
        (0.78, 0.06, colours.shade, "c", 0.4),
    )
    drawn = []
    for height, amplitude, colour, cloth, phase in ranges:
        hill = _hill(height * HEIGHT, amplitude * HEIGHT, phase + shift)
        drawn.append(
            f'<path d="{hill}" fill="{colour}"/><path d="{hill}" fill="url(#{mark}{cloth})"/>'
        )
    return "".join(
        (
            pattern("asanoha", f"{mark}a", Thread(colours.ink, 1.2, 0.5)),
            pattern("yagasuri", f"{mark}b", Thread(colours.tint, 1, 0.2)),
            pattern("seigaiha", f"{mark}c", Thread(colours.tint, 1.4, 0.55, colours.shade)),
            _ground(colours.tint),
            f'<circle cx="{x:.0f}" cy="{HEIGHT * 0.37:.0f}" r="114" fill="{colours.accent}"/>',
            *drawn,
        )
    )


def window(dice: Dice, colours: Kasane, mark: str) -> str:
    """A round window in a papered wall, and the evening outside."""
    x, y, r = WIDTH * dice.between(0.44, 0.56, "window"), HEIGHT * 0.5, HEIGHT * 0.38
    moon = x + r * dice.between(-0.4, 0.4, "moon")
    far = _hill(y + r * 0.25, 26, dice.between(0, 6, "far hills"))
    near = _hill(y + r * 0.55, 20, dice.between(0, 6, "near hills"))
    return "".join(
        (
            pattern("kagome", f"{mark}a", Thread(colours.ink, 1.4, 0.3)),
            pattern("seigaiha", f"{mark}b", Thread(colours.tint, 1.4, 0.6, colours.shade)),
            f'<clipPath id="{mark}c"><circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}"/></clipPath>',
            _ground(colours.ground),
            _ground(f"url(#{mark}a)"),
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r + 16:.0f}" fill="{colours.shade}"/>',
            f'<g clip-path="url(#{mark}c)">',
            _ground(colours.tint),
            f'<circle cx="{moon:.0f}" cy="{y - r * 0.2:.0f}" r="62" fill="{colours.accent}"/>',
            f'<path d="{far}" fill="{colours.ground}"/>',
            f'<path d="{near}" fill="{colours.shade}"/><path d="{near}" fill="url(#{mark}b)"/>',
            "</g>",
        )
    )


def sashes(dice: Dice, colours: Kasane, mark: str) -> str:
    """Bands of cloth laid over each other, as at the collar of a kimono."""
    slant = dice.pick((-1, 1), "slant")
    cloths = (
        (colours.shade, "a", 150),
        (colours.tint, "", 26),
        (colours.accent, "b", 96),
        (colours.tint, "", 14),
        (colours.ground, "c", 210),
        (colours.tint, "", 26),
        (colours.shade, "a", 130),
    )
    offset, drawn = WIDTH * 0.16, []
    for colour, cloth, breadth in cloths:
        sash = _sash(offset, breadth, slant)
        drawn.append(f'<path d="{sash}" fill="{colour}"/>')
        if cloth:
            drawn.append(f'<path d="{sash}" fill="url(#{mark}{cloth})"/>')
        offset += breadth
    return "".join(
        (
            pattern("seigaiha", f"{mark}a", Thread(colours.tint, 1.4, 0.5, colours.shade)),
            pattern("uroko", f"{mark}b", Thread(colours.tint, 1, 0.24)),
            pattern("asanoha", f"{mark}c", Thread(colours.ink, 1.3, 0.5)),
            pattern("shippo", f"{mark}d", Thread(colours.ink, 1.3, 0.26)),
            _ground(colours.ground),
            _ground(f"url(#{mark}d)"),
            *drawn,
        )
    )


COMPOSITIONS: dict[str, Draw] = {
    "waves": waves,
    "noren": noren,
    "hills": hills,
    "window": window,
    "sashes": sashes,
}


def _ground(fill: str) -> str:
    return f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{fill}"/>'


def _swell(heights: list[float]) -> str:
    """A shape from a wavy line through six heights down to the lower edge."""
    a, b, c, d, e, f = (f"{height:.0f}" for height in heights)
    return f"M0 {a}C192 {b} 360 {c} 552 {d}S960 {e} {WIDTH} {f}V{HEIGHT}H0Z"


def _hill(height: float, amplitude: float, phase: float) -> str:
    crest = (
        f"L{x} {height + amplitude * math.sin(x / WIDTH * 5.2 + phase):.0f}"
        for x in range(0, WIDTH + 1, 40)
    )
    return f"M0 {HEIGHT}{''.join(crest)}L{WIDTH} {HEIGHT}Z"


def _panel(x: float, width: float, drop: float) -> str:
    left, right, round_ = x + 3, x + width - 3, 14
    return (
        f"M{left:.0f} 0H{right:.0f}V{drop - round_:.0f}"
        f"Q{right:.0f} {drop:.0f} {right - round_:.0f} {drop:.0f}H{left + round_:.0f}"
        f"Q{left:.0f} {drop:.0f} {left:.0f} {drop - round_:.0f}Z"
    )


def _sash(offset: float, breadth: float, slant: int) -> str:
    lean = 190
    corners = [(offset + lean, 0), (offset + breadth + lean, 0)]
    corners += [(offset + breadth - lean, HEIGHT), (offset - lean, HEIGHT)]
    turned = [(x if slant > 0 else WIDTH - x, y) for x, y in corners]
    return "M" + "L".join(f"{x:.0f} {y}" for x, y in turned) + "Z"
