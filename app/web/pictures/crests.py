"""Crests in the manner of kamon: petals around the first character of a name."""

from functools import lru_cache

from markupsafe import Markup, escape

from app.web.pictures.dice import Dice
from app.web.pictures.kasane import KASANE, Kasane

# Sixteen petals are the imperial crest and belong to nobody here.
PETALS = (5, 6, 8, 12)
BREADTHS = {5: 11.0, 6: 9.5, 8: 7.5, 12: 5.2}
SHAPES = ("round", "pointed", "ring", "bead")
MINCHO = "Hiragino Mincho ProN, Yu Mincho, Noto Serif JP, Noto Serif CJK JP, serif"


@lru_cache(maxsize=4096)
def crest(seed: str, initial: str, size: int = 48) -> Markup:
    """The crest of `seed`, `size` pixels wide. Decoration: the name is always written beside it."""
    dice = Dice(seed)
    colours = dice.pick(list(KASANE.values()), "crest colours")
    count = dice.pick(PETALS, "petals")
    shape = dice.pick(SHAPES, "petal shape")
    drawing = (
        f'<circle cx="32" cy="32" r="32" fill="{colours.tint}"/>'
        f"{_petals(count, shape, colours)}"
        f'<circle cx="32" cy="32" r="19" fill="{colours.shade}"/>'
        f'<text x="32" y="39.2" text-anchor="middle" font-size="20" font-weight="600" '
        f'fill="{colours.ink}" font-family="{MINCHO}">{escape(initial)}</text>'
    )
    return Markup(  # noqa: S704 -- drawn here; the initial is escaped above
        f'<svg class="crest" viewBox="0 0 64 64" width="{size}" height="{size}" '
        f'aria-hidden="true" focusable="false">{drawing}</svg>'
    )


def _petals(count: int, shape: str, colours: Kasane) -> str:
    petal = _petal(shape, BREADTHS[count], colours)
    turned = (f'<g transform="rotate({360 / count * n:g} 32 32)">{petal}</g>' for n in range(count))
    return f'<g data-petals="{count}">{"".join(turned)}</g>'


def _petal(shape: str, breadth: float, colours: Kasane) -> str:
    left, right = 32 - breadth, 32 + breadth
    match shape:
        case "round":
            return f'<ellipse cx="32" cy="9.5" rx="{breadth:g}" ry="8" fill="{colours.ground}"/>'
        case "pointed":
            outline = f"M32 1.5L{right:g} 13L32 19L{left:g} 13Z"
            return f'<path d="{outline}" fill="{colours.ground}"/>'
        case "ring":
            return (
                f'<circle cx="32" cy="9.2" r="{breadth * 0.86:.1f}" fill="none" '
                f'stroke="{colours.ground}" stroke-width="3"/>'
            )
        case _:
            return (
                f'<circle cx="32" cy="9.4" r="{breadth * 0.8:.1f}" fill="{colours.ground}"/>'
                f'<circle cx="32" cy="8.6" r="{breadth * 0.28:.1f}" fill="{colours.tint}"/>'
            )
