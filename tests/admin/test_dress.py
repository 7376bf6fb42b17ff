"""The dress of every letter is cut from what mainstream programs keep: a list of what is allowed.

Source: caniemail.com, its data as in github.com/hteumeuleu/caniemail at 6b086a3 (June 2026), read
feature by feature under `_features/`. On the list stands what Gmail, Apple Mail, Outlook.com and
Yahoo all show, with values that are partial nowhere (no negative margins, no flex, no `rem`).
`PLAINER` is what some of these leave out, or Outlook for Windows does: without it a letter is
plainer and says the same. Padding and a greatest width stand on tables and cells, where Outlook
for Windows keeps them, too; several classes on one element (`.a.b`) Outlook.com tells wrongly.
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
BOX = {"width", "height", "margin", "padding", "display"}
SIDES = {f"{what}-{side}" for what in ("margin", "padding") for side in ("left", "right", "bottom")}
FONT = {"color", "font-family", "font-size", "font-weight", "letter-spacing", "line-height"}
TEXT = {"text-align", "text-decoration", "vertical-align", "word-wrap"}
PAINT = {"background", "border", "border-collapse", "border-color"}
EDGES = {"border-top", "border-left", "border-left-color", "padding-top"}
KEPT = BOX | SIDES | FONT | TEXT | PAINT | EDGES
PLAINER = {
    "max-width": "Outlook for Windows: of tables alone",
    "max-height": "Outlook for Windows",
    "overflow": "Outlook for Windows",
    "border-radius": "Outlook for Windows",
    "white-space": "Outlook for Windows, Samsung",
    "word-break": "Yahoo",
    "overflow-wrap": "all but Apple Mail; `word-wrap` stands beside it",
}
DISPLAYS = {"none", "block", "inline-block"}
QUERIES = {"(max-width: 480px)", "(prefers-color-scheme: dark)"}
ONE = r"(?:[a-z][a-z0-9]*|\.[a-z]+)"
SELECTOR = re.compile(rf"{ONE}(?: (?:\+ )?{ONE})*")

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
        # What has padding all around is a cell, or a button, which is plainer without.
        if "padding" in dict(declarations(given.get("style") or "")):
            assert tag in {"td", "th", "body"} or given["class"] in {"button", "outline"}, given


@every_letter
def test_it_is_painted_with_properties_that_are_kept(app, kind):
    html = dress(kind)
    sheets = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    painted = [given["style"] for _, given in tags_in(html) if given.get("style")]
    painted += [body for sheet in sheets for _, body in rules_in(sheet)]
    for css in painted:
        for name, value in declarations(css):
            assert name in KEPT | PLAINER.keys(), name
            assert name != "white-space" or value == "nowrap", "lines are to stay lines everywhere"
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
