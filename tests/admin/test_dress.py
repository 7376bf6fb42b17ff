"""The dress of every letter is cut from what mainstream programs keep: a list of what is allowed.

Source: the support tables of caniemail.com for Gmail, Apple Mail, Outlook.com and Yahoo. What
Outlook for Windows leaves out of these (round corners, `max-width`) only makes a letter plainer.
"""

import re

import pytest

from app.admin.samples.letters import SAMPLES
from tests.admin.test_letters import letter, tags_in

EVERYWHERE = {"style", "class", "lang", "role", "align"}
ALLOWED = {
    "html": set(),
    "head": set(),
    "meta": {"charset", "name", "content"},
    "title": set(),
    "style": set(),
    "body": set(),
    "table": {"width", "cellpadding", "cellspacing"},
    "tbody": set(),
    "tr": set(),
    "td": set(),
    "th": {"scope"},
    "a": {"href"},
    **{name: set() for name in ("div", "h1", "h2", "p", "span", "br", "ul", "ol", "li")},
    **{name: set() for name in ("strong", "em", "blockquote")},
}
BOX = {"width", "height", "max-width", "max-height", "margin", "padding", "display", "overflow"}
SIDES = {f"{what}-{side}" for what in ("margin", "padding") for side in ("left", "right", "bottom")}
FONT = {"color", "font-family", "font-size", "font-weight", "letter-spacing", "line-height"}
TEXT = {"text-align", "text-decoration", "vertical-align", "white-space"}
WORDS = {"word-break", "overflow-wrap"}
PAINT = {"background", "border", "border-radius", "border-collapse", "border-color"}
EDGES = {"border-top", "border-left", "border-left-color", "padding-top"}
PROPERTIES = BOX | SIDES | FONT | TEXT | WORDS | PAINT | EDGES
DISPLAYS = {"none", "block", "inline-block"}
QUERIES = {"(max-width: 480px)", "(prefers-color-scheme: dark)"}
SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*|\.[a-z]+)(?: ?\+? ?(?:[a-z][a-z0-9]*|\.[a-z]+))*")

every_letter = pytest.mark.parametrize("kind", sorted(SAMPLES))


def dress(kind):
    return letter(kind, "ja")[1].get_body(("html",)).get_content()


def declarations(css):
    """Property and value, one after the other."""
    for line in css.split(";"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.replace("!important", "").strip()


def rules_in(sheet):
    """Selector and declarations, within whatever media query."""
    plain = re.sub(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", r"\1", sheet)
    return re.findall(r"([^{}]+)\{([^{}]*)\}", plain)


@every_letter
def test_it_is_made_of_elements_and_attributes_that_are_kept(app, kind):
    for tag, given in tags_in(dress(kind)):
        assert tag in ALLOWED, tag
        assert set(given) <= ALLOWED[tag] | EVERYWHERE, (tag, given)


@every_letter
def test_it_is_painted_with_properties_that_are_kept(app, kind):
    html = dress(kind)
    sheets = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    painted = [given["style"] for _, given in tags_in(html) if given.get("style")]
    painted += [body for sheet in sheets for _, body in rules_in(sheet)]
    for css in painted:
        for name, value in declarations(css):
            assert name in PROPERTIES, name
            assert name != "display" or value in DISPLAYS, value
            assert not re.search(r"url\(|var\(|calc\(|\brem\b|\bv[wh]\b", value), value


@every_letter
def test_its_sheet_asks_for_nothing_but_width_and_darkness(app, kind):
    for sheet in re.findall(r"<style>(.*?)</style>", dress(kind), re.DOTALL):
        assert set(re.findall(r"@media ([^{]+?) ?\{", sheet)) <= QUERIES
        assert re.findall(r"@(?!media)\w+", sheet) == []
        for selectors, _ in rules_in(sheet):
            for selector in selectors.split(","):
                assert SELECTOR.fullmatch(selector.strip()), selector
        assert len(sheet.encode()) < 8192  # Gmail drops a sheet of more than this altogether


@every_letter
def test_what_is_dark_by_day_is_light_at_night(app, kind):
    """Every colour written for light paper has one for dark: no grey on grey."""
    sheet = "".join(re.findall(r"<style>(.*?)</style>", dress(kind), re.DOTALL))
    assert sheet, "every letter is dressed"
    light, _, dark = sheet.partition("@media (prefers-color-scheme: dark)")
    at_night = {one.strip() for names, _ in rules_in(dark + "}") for one in names.split(",")}
    for names, body in rules_in(light):
        given = dict(declarations(body))
        if {"color", "background"} & set(given):
            for one in names.split(","):
                assert one.strip() in at_night, one
