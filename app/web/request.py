"""What browsers send, without the signs that no text can hold."""

import re
from functools import cached_property

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from app.kit.marks import without_piles

FORM = "application/x-www-form-urlencoded"

# PostgreSQL keeps no NUL; other control characters come with text pasted from elsewhere, where
# a vertical tab or a form feed begins a new line.
_BREAK = re.compile(r"[\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


PROGRAMS = ("/api/v1/", "/api/connpass/")


class Request(flask.Request):
    """A request whose form and query hold clean text."""

    @property
    def is_from_program(self) -> bool:
        """Whether it came in by the door for programs: a key counts there, a cookie does not."""
        return self.path.startswith(PROGRAMS)

    def _load_form_data(self) -> None:
        """Form and files are read together, whichever is asked for first."""
        is_new = "form" not in self.__dict__
        if self.mimetype == FORM and self._length > (self.max_form_memory_size or 0):
            raise RequestEntityTooLarge  # Werkzeug itself only limits forms with files
        super()._load_form_data()
        if is_new:
            self.__dict__["form"] = _clean(self.__dict__["form"])

    @property
    def _length(self) -> float:
        """Bytes of the body. What comes in pieces may have no end, and no browser does that."""
        is_in_pieces = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        return float("inf") if is_in_pieces else self.content_length or 0

    @cached_property
    def args(self) -> "ImmutableMultiDict[str, str]":
        return _clean(super().args)


def _clean(given: "MultiDict[str, str]") -> "ImmutableMultiDict[str, str]":
    pairs = given.items(multi=True)
    return ImmutableMultiDict((key, clean(value)) for key, value in pairs)


def clean(text: str) -> str:
    """`text` without control characters but tab and line breaks, and without piles of marks."""
    return without_piles(_CONTROL.sub("", _BREAK.sub("\n", text)))
