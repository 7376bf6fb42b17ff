"""From the HTML and the plain texts of other programmes to Markdown and single lines."""

import re
from html import unescape
from urllib.parse import urlsplit

from app.kit.marks import without_piles

_HTML = re.compile(
    r"<(?:/?(?:p|br|a|ul|ol|li|div|span|strong|em|b|i|h[1-6]|code|pre))\b", re.IGNORECASE
)
_UNWANTED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_GAPS = re.compile(r"\n{3,}")
_ANY_SPACE = re.compile(r"\s+")
_PIECES = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>|<!--[^<>]*>|(?P<text>[^<]+|<)"
)
_HREF = re.compile(r"""href\s*=\s*(?:["']([^"']*)["']|([^\s"'>]+))""", re.IGNORECASE)
_BLOCKS = ("p", "div", "ul", "ol", "blockquote", "table", "tr", "pre")
_BREAKING = {"br": "\n\n", "li": "\n- ", **dict.fromkeys(_BLOCKS, "\n\n")}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
MOST = 200_000
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_SILENT = {"script", "style", "head", "title"}


def clean(text: str) -> str:
    """The text without control signs, its line breaks in one spelling."""
    plain = _SURROGATES.sub("", _UNWANTED.sub("", _BREAKS.sub("\n", text)))
    return without_piles(plain).strip()


def one_line(text: str) -> str:
    """Clean text on a single line."""
    return " ".join(clean(text).split())


def web_address(text: str) -> str:
    """A full address of the web; empty for anything else."""
    address = one_line(text)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address
    return address if is_one else ""


def markdown(text: str) -> str:
    """What a description says, as Markdown; plain text stays as it is."""
    if not _HTML.search(text):
        return _GAPS.sub("\n\n", clean(text))
    return _Writer().read(_BREAKS.sub("\n", text[:MOST]))


def joined(*parts: str) -> str:
    """Several texts as paragraphs of one; one that another says already is left out."""
    kept: list[str] = []
    for part in filter(None, parts):
        if not any(part in other for other in kept):
            kept.append(part)
    return "\n\n".join(kept)


class _Writer:
    """Writes HTML down as Markdown, piece by piece; time grows with the length alone."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._links: list[str] = []
        self._silent = 0
        self._verbatim = 0

    def read(self, html: str) -> str:
        """The whole text, without white space at the edges of lines."""
        for piece in _PIECES.finditer(html):
            if piece["name"]:
                self._tag(piece["name"].lower(), piece["rest"], is_end=bool(piece["end"]))
            elif piece["text"] and not self._silent:
                text = unescape(piece["text"])
                self._said.append(text if self._verbatim else _ANY_SPACE.sub(" ", text))
        lines = (_SPACES.sub(" ", line).strip() for line in clean("".join(self._said)).split("\n"))
        return _GAPS.sub("\n\n", "\n".join(lines)).strip()

    def _tag(self, name: str, rest: str, *, is_end: bool) -> None:
        step = -1 if is_end else 1
        self._silent = max(0, self._silent + step * (name in _SILENT))
        self._verbatim = max(0, self._verbatim + step * (name == "pre"))
        if name == "a":
            self._link(rest, is_end=is_end)
        elif name in _HEADINGS:
            self._said.append("\n\n" if is_end else "\n\n### ")
        elif name in _MARKS:
            self._said.append(_MARKS[name])
        elif name in _BREAKING and not (is_end and name == "li"):
            self._said.append(_BREAKING[name])

    def _link(self, rest: str, *, is_end: bool) -> None:
        if is_end:
            address = self._links.pop() if self._links else ""
            self._said.append(f"]({address})" if address else "")
            return
        found = _HREF.search(rest)
        self._links.append(web_address(unescape(found[1] or found[2]) if found else ""))
        self._said.append("[" if self._links[-1] else "")
