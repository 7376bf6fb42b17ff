"""Markdown as plain text: for the half of a letter that has no dress."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from app.kit.markdown import parsed

RULE = "――――――"
BULLET = "・"


def to_text(source: str) -> str:
    """The words of `source`. A link shows where it leads, since nobody can point at it."""
    lines = _Lines()
    for token in parsed(source):
        lines.take(token)
    return "\n".join(lines.done).strip() + "\n"


@dataclass
class _Lines:
    """Text as it grows, with what stands before each line: quotes, and the depth of lists."""

    done: list[str] = field(default_factory=list)
    quotes: int = 0
    # One entry for each list we are in: the number of the next item, None for bullets.
    lists: list[int | None] = field(default_factory=list)
    mark: str = ""
    cells: list[str] = field(default_factory=list)

    def take(self, token: Token) -> None:
        getattr(self, f"_{token.type}", self._other)(token)

    def _other(self, token: Token) -> None:
        if token.type in ("fence", "code_block"):
            self._write(token.content.rstrip("\n"))
            self._gap()

    def _inline(self, token: Token) -> None:
        text = "".join(_words(token.children or []))
        if self.cells or token.map is None:
            self.cells.append(text)
        else:
            self._write(self.mark + text)
            self.mark = " " * len(self.mark.encode("shift_jis", "replace")) if self.mark else ""

    def _heading_open(self, _token: Token) -> None:
        self.mark = "■ "

    def _heading_close(self, _token: Token) -> None:
        self.mark = ""
        self._gap()

    def _paragraph_close(self, _token: Token) -> None:
        if not self.lists:
            self._gap()

    def _hr(self, _token: Token) -> None:
        self._write(RULE)
        self._gap()

    def _blockquote_open(self, _token: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, _token: Token) -> None:
        self.quotes -= 1
        self._gap()

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrGet("start") or 1))

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()
        if not self.lists:
            self._gap()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.mark = BULLET if number is None else f"{number}. "
        self.lists[-1] = None if number is None else number + 1

    def _list_item_close(self, _token: Token) -> None:
        self.mark = ""

    def _tr_open(self, _token: Token) -> None:
        self.cells = [""]

    def _tr_close(self, _token: Token) -> None:
        row, self.cells = self.cells[1:], []
        self._write(" | ".join(row))

    def _table_close(self, _token: Token) -> None:
        self._gap()

    def _write(self, text: str) -> None:
        before = "> " * self.quotes + "  " * max(len(self.lists) - 1, 0)
        self.done.extend(f"{before}{line}".rstrip() for line in text.split("\n"))

    def _gap(self) -> None:
        if self.done and self.done[-1]:
            self.done.append("")


def _words(tokens: list[Token]) -> Iterator[str]:
    leads: list[str] = []
    for number, token in enumerate(tokens):
        if token.type in ("text", "code_inline", "image"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "link_open":
            leads.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            href = leads.pop()
            yield "" if tokens[number - 1].content == href else f" {href} "
