"""Wagara: the repeating patterns that fill grounds, hills and cloth."""

import math
from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Thread:
    """The line a pattern is drawn with, and the colour it lies on."""

    colour: str
    width: float = 1.5
    opacity: float = 1.0
    ground: str = "none"

    @property
    def stroke(self) -> str:
        """Attributes of an outline."""
        return (
            f'fill="none" stroke="{self.colour}" stroke-width="{self.width}" '
            f'stroke-opacity="{self.opacity}"'
        )

    @property
    def fill(self) -> str:
        """Attributes of a filled shape."""
        return f'fill="{self.colour}" fill-opacity="{self.opacity}"'


def pattern(kind: str, mark: str, thread: Thread) -> str:
    """A `<pattern>` named `mark`, to be used as `fill="url(#mark)"`."""
    width, height, drawing = PATTERNS[kind](thread)
    return (
        f'<pattern id="{mark}" width="{width:.2f}" height="{height:.2f}" '
        f'patternUnits="userSpaceOnUse">{drawing}</pattern>'
    )


def seigaiha(thread: Thread) -> tuple[float, float, str]:
    """Waves: overlapping scales of concentric rings, lower rows over upper ones."""
    r = 28.0
    rings = (r, r * 0.72, r * 0.44, r * 0.16)
    upper: list[Point] = [(0, 0), (2 * r, 0), (r, r / 2), (0, r), (2 * r, r)]
    lower: list[Point] = [(r, 1.5 * r), (0, 2 * r), (2 * r, 2 * r), (r, 2.5 * r)]
    scales = [
        f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{thread.ground}"/>'
        + "".join(f'<circle cx="{x:g}" cy="{y:g}" r="{q:.1f}" {thread.stroke}/>' for q in rings)
        for x, y in upper + lower
    ]
    return 2 * r, r, "".join(scales)


def shippo(thread: Thread) -> tuple[float, float, str]:
    """Seven treasures: circles that overlap by a quarter, a jewel where they meet."""
    r = 26
    corners = ((0, 0), (2 * r, 0), (0, 2 * r), (2 * r, 2 * r), (r, r))
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="{r}" {thread.stroke}/>' for x, y in corners)
    jewels = "".join(
        f'<circle cx="{x}" cy="{y}" r="2.2" {thread.fill}/>' for x, y in ((r, 0), (0, r))
    )
    return 2 * r, 2 * r, circles + jewels


def asanoha(thread: Thread) -> tuple[float, float, str]:
    """Hemp leaves: a grid of triangles, every corner joined to the middle of its triangle."""
    side = 56.0
    rise = side * math.sqrt(3) / 2
    triangles: list[tuple[Point, Point, Point]] = [
        ((0, 0), (side, 0), (side / 2, rise)),
        ((0, 0), (side / 2, rise), (-side / 2, rise)),
        ((side, 0), (1.5 * side, rise), (side / 2, rise)),
        ((side / 2, rise), (0, 2 * rise), (side, 2 * rise)),
        ((side / 2, rise), (-side / 2, rise), (0, 2 * rise)),
        ((side / 2, rise), (1.5 * side, rise), (side, 2 * rise)),
    ]
    path = "".join(_leaf(triangle) for triangle in triangles)
    return side, 2 * rise, f'<path d="{path}" {thread.stroke}/>'


def _leaf(corners: tuple[Point, Point, Point]) -> str:
    middle = (sum(x for x, _ in corners) / 3, sum(y for _, y in corners) / 3)
    outline = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
    veins = (f"M{x:.1f} {y:.1f}L{middle[0]:.1f} {middle[1]:.1f}" for x, y in corners)
    return outline + "".join(veins)


def yagasuri(thread: Thread) -> tuple[float, float, str]:
    """Arrow feathers, which fly one way only and so wish a safe journey."""
    feathers = (
        "M0 16L12 0L24 16V48L12 32L0 48Z"
        "M24 48L36 32L48 48V80L36 64L24 80Z"
        "M24 -16L36 -32L48 -16V16L36 0L24 16Z"
    )
    return 48, 64, f'<path d="{feathers}" {thread.fill}/>'


def ichimatsu(thread: Thread) -> tuple[float, float, str]:
    """Checks that go on for ever."""
    return 48, 48, f'<path d="M0 0h24v24H0zM24 24h24v24H24z" {thread.fill}/>'


def shima(thread: Thread) -> tuple[float, float, str]:
    """Stripes, one broad and one fine."""
    return 18, 18, f'<path d="M0 0h4v18H0zM9 0h1.6v18H9z" {thread.fill}/>'


def uroko(thread: Thread) -> tuple[float, float, str]:
    """Fish scales: triangles that keep harm away."""
    return 36, 32, f'<path d="M18 0L36 32H0Z" {thread.fill}/>'


def kagome(thread: Thread) -> tuple[float, float, str]:
    """A woven basket: the lattice of three bamboo strips."""
    w, h = 48.0, 48 * math.sqrt(3)
    lines = (
        f"M0 {h / 4:.1f}H{w:g}M0 {3 * h / 4:.1f}H{w:g}"
        f"M0 0L{w:g} {h:.1f}M{w:g} 0L0 {h:.1f}"
        f"M{-w / 2:g} 0L{w / 2:g} {h:.1f}M{w / 2:g} 0L{1.5 * w:g} {h:.1f}"
        f"M{w / 2:g} 0L{-w / 2:g} {h:.1f}M{1.5 * w:g} 0L{w / 2:g} {h:.1f}"
    )
    return w, h, f'<path d="{lines}" {thread.stroke}/>'


PATTERNS: dict[str, Callable[[Thread], tuple[float, float, str]]] = {
    "seigaiha": seigaiha,
    "shippo": shippo,
    "asanoha": asanoha,
    "yagasuri": yagasuri,
    "ichimatsu": ichimatsu,
    "shima": shima,
    "uroko": uroko,
    "kagome": kagome,
}
