"""Everybody can read it: every pair of text and ground, in light and dark."""

import re

import pytest

from app.web.assets import STATIC, from_kit

TOKENS = (STATIC / "css" / "tokens.css").read_text()
MAIL = (STATIC.parent.parent / "templates" / "layout" / "mail.html").read_text()
BOTH = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)", TOKENS
    )
}
FIXED = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", TOKENS))
SCHEMES = {"light": 0, "dark": 1}

HUES = ("shu", "matsu", "yama", "fuji", "ai", "beni")
GROUNDS = ("washi", "surface", "sunken")
TEXTS = [
    *((ink, ground) for ink in ("sumi", "sumi-2") for ground in GROUNDS),
    *((f"{hue}-text", ground) for hue in HUES for ground in ("washi", "surface", f"{hue}-soft")),
    *(("sumi", f"{hue}-soft") for hue in HUES),
    ("shu-text", "sunken"),
    ("ai-text", "sunken"),
    # hints inside chosen options, links inside notices, chips on marked rows
    ("sumi-2", "shu-soft"),
    ("sumi-2", "matsu-soft"),
    ("sumi-2", "yama-soft"),
    ("sumi-2", "beni-soft"),
    ("ai-text", "ai-soft"),
    ("ai-text", "matsu-soft"),
    ("ai-text", "yama-soft"),
    ("ai-text", "beni-soft"),
    ("matsu-text", "yama-soft"),
    ("on-shu", "shu"),
    ("on-shu", "shu-hover"),
]
EDGES = [
    *(("line-strong", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in GROUNDS),
    *((hue, ground) for hue in HUES for ground in ("washi", "surface")),
    *((hue, f"{hue}-soft") for hue in HUES),
]
PLATES = [
    ("plate-light", "plate-yes"),
    ("plate-light", "plate-pay"),
    ("plate-light", "plate-no"),
    ("plate-light", "plate-rest"),
    ("plate-dark", "plate-wait"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out_from_its_ground(text, ground, scheme):
    side = SCHEMES[scheme]
    assert contrast(BOTH[text][side], BOTH[ground][side]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_signs_are_seen(edge, ground, scheme):
    side = SCHEMES[scheme]
    assert contrast(BOTH[edge][side], BOTH[ground][side]) >= 3


@pytest.mark.parametrize(("text", "plate"), PLATES)
def test_the_plates_of_the_door_are_read_from_afar(text, plate):
    assert contrast(FIXED[text], FIXED[plate]) >= 6


def test_letters_use_the_colours_of_the_pages():
    known = {colour for pair in BOTH.values() for colour in pair}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", MAIL)) <= known


def test_every_token_that_is_used_exists():
    ours = "\n".join(path.read_text() for path in (STATIC / "css").rglob("*.css"))
    used = set(re.findall(r"var\(--([\w-]+)\)", ours))
    declared = set(re.findall(r"--([\w-]+):", ours + from_kit("css/bootstrap.min.css")))
    assert used <= declared
