"""From bytes to lines of text: Japanese files come in three encodings, and some are no text."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.imports.rules.outcomes import Refusal, Unreadable

MAX_BYTES = 10 * 1024 * 1024
MAX_LINE = 200_000
_SEVERAL = 3

_CHUNK = 64 * 1024
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_BINARIES = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"PK\x05\x06", b"Rar!",
    b"7z\xbc\xaf", b"SQLite format 3", b"\x7fELF", b"MZ\x90", b"RIFF",
)  # fmt: skip
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<\?xml|<table|\{\s*\"|\[\s*\{)", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNASSIGNED = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_SOMETHING = re.compile(rb"\S")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")


@dataclass(frozen=True, slots=True)
class Text:
    """A file known to decode from its first byte to its last."""

    data: bytes
    encoding: str

    def lines(self) -> Iterator[str]:
        """Its lines with their endings, one at a time; a line is at most `MAX_LINE` + 1 long."""
        with io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="") as text:
            while line := text.readline(MAX_LINE + 1):
                yield line


def decode(data: bytes) -> Text | Unreadable:
    """The text of a file, decoded piece by piece so that a large one costs no second copy."""
    if refusal := _at_first_sight(data):
        return Unreadable(refusal)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data, encoding)
    if b"\0" in data:
        return _with_nul(data)
    if _MARKUP.match(data):
        return Unreadable(Refusal.NOT_A_TABLE)
    return _guessed(data)


def _with_nul(data: bytes) -> Text | Unreadable:
    """UTF-16 that does not announce itself is full of NUL; other files have a stray one."""
    start = data[:4096]
    sides = start[::2].count(0), start[1::2].count(0)
    # Separators and line ends are ASCII: their empty halves stand all on one side.
    if max(sides) >= _SEVERAL and not min(sides):
        return _checked(data, "utf-16-le" if sides[1] else "utf-16-be")
    return Unreadable(Refusal.NUL, data.count(b"\n", 0, data.index(b"\0")) + 1)


def _at_first_sight(data: bytes) -> Refusal | None:
    if len(data) > MAX_BYTES:
        return Refusal.TOO_LARGE
    if data.startswith(_SPREADSHEETS):
        return Refusal.SPREADSHEET
    if data.startswith(_BINARIES):
        return Refusal.NOT_TEXT
    # Text marked as UTF-16 always has bytes in it, so only unmarked blanks are nothing.
    return None if _SOMETHING.search(data) else Refusal.EMPTY


def _checked(data: bytes, encoding: str) -> Text | Unreadable:
    """The text in an encoding that the file itself announces."""
    broken = _first_break(data, encoding)
    if broken is not None:
        return Unreadable(Refusal.DAMAGED, broken)
    text = Text(data, encoding)
    if encoding.startswith("utf-16") or b"\0" in data:
        for number, line in enumerate(text.lines(), start=1):
            if "\0" in line:
                return Unreadable(Refusal.NUL, number)
    return text


def _guessed(data: bytes) -> Text | Unreadable:
    broken = _first_break(data, "utf-8")
    if broken is None:
        return Text(data, "utf-8")
    # A UTF-8 file with one broken byte often is valid cp932 from end to end, as 縺ゅ: the
    # encoding that explains most of the file must be asked before the one that accepts it.
    if _explains(data, "utf-8"):
        return Unreadable(Refusal.DAMAGED, broken)
    broken = _first_break(data, "cp932")
    if broken is None and not _is_misread(data):
        return Text(data, "cp932")
    if _is_euc_jp(data):
        return Text(data, "euc_jp")
    if broken is not None and _explains(data, "cp932"):
        return Unreadable(Refusal.DAMAGED, broken)
    return Unreadable(Refusal.UNKNOWN_ENCODING)


def _is_euc_jp(data: bytes) -> bool:
    """Whether it is Japanese in EUC: others have the same bytes, but hardly any kana."""
    if _first_break(data, "euc_jp") is not None:
        return False
    sample = data[:_CHUNK].decode("euc_jp", "ignore")
    beyond_ascii = len(sample) - len(sample.encode("ascii", "ignore"))
    return len(_KANA.findall(sample)) * 8 > beyond_ascii > 0


def _first_break(data: bytes, encoding: str) -> int | None:
    """The line of the first byte that does not decode, if there is one."""
    line = 1
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data) + 1, _CHUNK):
        chunk = data[start : start + _CHUNK]
        try:
            line += decoder.decode(chunk, final=start + _CHUNK > len(data)).count("\n")
        except UnicodeDecodeError as error:
            return line + error.object.count(b"\n", 0, error.start)
    return None


def _explains(data: bytes, encoding: str) -> bool:
    """Whether nearly everything beyond ASCII makes sense in `encoding`."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for start in range(0, len(data), _CHUNK):
        text = decoder.decode(data[start : start + _CHUNK])
        wrong = text.count("\ufffd")
        bad += wrong
        good += len(text) - len(text.encode("ascii", "ignore")) - wrong
    return good > 8 * (bad + 1)


def _is_misread(data: bytes) -> bool:
    """Whether a file only happens to be valid cp932.

    Western files have bytes that cp932 gives to nobody, and EUC (Japanese, Chinese, Korean) comes
    out as ﾊｰﾌ kana.
    """
    if any(_UNASSIGNED.search(line) for line in Text(data, "cp932").lines()):
        return True
    sample = data[:_CHUNK].decode("cp932", "ignore")
    strange = len(_HALF_WIDTH_KANA.findall(sample))
    beyond_ascii = len(sample) - len(sample.encode("ascii", "ignore"))
    return strange * 3 > beyond_ascii and _first_break(data, "euc_jp") is None
