"""Markdown from people, as HTML that cannot hurt anybody."""

import re
from unicodedata import east_asian_width

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Stars beside Japanese signs begin and end emphasis as beside a space.

    CommonMark asks for white space between 「」 and the word before, which Japanese never has:
    この**「言葉」**は would keep its stars.
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    found = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    after = (state.src[state.pos + found.length : state.posMax] or " ")[0]
    is_wide = marker == "*" and "W" in (east_asian_width(before), east_asian_width(after))
    opens = found.can_open or (is_wide and not after.isspace())
    closes = found.can_close or (is_wide and not before.isspace())
    for _place in range(found.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(ord(marker), found.length, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos += found.length
    return True


_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_parser.inline.ruler.at("emphasis", _emphasis)
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "blockquote", "code", "pre"),
    *("ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td"),
}


def parsed(source: str) -> list[Token]:
    """The parts of `source`, one after the other."""
    return _parser.parse(source)


def to_html(source: str) -> Markup:
    """The sanitised HTML of `source`; headings begin at level 3, whatever they are called."""
    html = _parser.render(source)
    levels = sorted({int(level) for level in re.findall(r"<h([1-6])>", html)})
    for rank, level in enumerate(levels):
        html = re.sub(rf"<(/?)h{level}>", rf"<\1heading{min(rank + 3, 4)}>", html)
    html = html.replace("<heading", "<h").replace("</heading", "</h")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return Markup(clean)  # noqa: S704 -- nh3 has just cleaned it
