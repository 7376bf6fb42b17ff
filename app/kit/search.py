"""What texts are found by in PostgreSQL's full-text search, in any script, without an extension.

Words of letters and digits stay whole. Japanese, Chinese and Korean put no spaces between words:
they are cut into single signs and into overlapping pairs, so that whatever somebody types is
found wherever it stands. Texts and questions go through the same folding.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_WORD = 40
LONGEST_TEXT = 20_000
LAST_PLACE = 16_383
MOST_PLACES = 255
MOST_WANTED = 12
LONGEST_QUESTION = 100
SHORT = 3

_KANA = "ー\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fd\u30fe"
_KANJI = "々〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\uac00-\ud7a3"
_SIGNS = _KANA + _KANJI + _HANGUL
# "+" and "#" tell C from C++ and C#; "&" keeps M&A and R&D together.
_PIECE = re.compile(rf"[{_SIGNS}]+|\w(?:&\w)+(?!\w)|(?:(?![{_SIGNS}_])\w)+[+#]*")
_IS_SIGN = re.compile(rf"[{_SIGNS}]")

_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KATAKANA |= {
    ord("ヶ"): ord("ケ"),
    ord("ゖ"): ord("ケ"),
    ord("ヵ"): ord("カ"),
    ord("ゕ"): ord("カ"),
}
# サーバー and サーバ are one word; バー is not バ.
_FINAL_LONG_VOWEL = re.compile(
    r"(?<=[ァ-ヺー]{2}[ァ-ヺ])ー+(?![ァ-ヺー])|(?<=[ぁ-ゖー]{2}[ぁ-ゖ])ー+(?![ぁ-ゖー])"
)
_VOICING = {"\u3099", "\u309a"}
_QUOTED = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]")


@dataclass(frozen=True)
class Want:
    """One thing that has to be there: its lexemes, each with the distance from the one before."""

    lexemes: tuple[tuple[str, int], ...]
    is_phrase: bool

    def spelled(self, label: str = "") -> str:
        """The want as a tsquery; `label` confines it to parts of one weight, such as A."""
        if self.is_phrase:
            first, *more = self.lexemes
            rest = (f" <{distance}> {_quoted(word, label)}" for word, distance in more)
            return _quoted(first[0], label) + "".join(rest)
        return " & ".join(_quoted(word, _begins(word) + label) for word, _place in self.lexemes)


def folded(text: str) -> str:
    """`text` without what does not matter: width, case, accents, kana script, a final ー."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    apart = unicodedata.normalize("NFD", plain)
    bare = (sign for sign in apart if sign in _VOICING or unicodedata.category(sign) != "Mn")
    whole = unicodedata.normalize("NFC", "".join(bare))
    return _FINAL_LONG_VOWEL.sub("", whole).translate(_KATAKANA)


def vector(parts: Iterable[tuple[str, str]]) -> str:
    """The tsvector of texts with their weights (A to D), as PostgreSQL spells it."""
    places: dict[str, list[str]] = {}
    place = 0
    for text, weight in parts:
        last = place
        for word, at in _lexemes(text[:LONGEST_TEXT]):
            last = place + at
            known = places.setdefault(word, [])
            if len(known) < MOST_PLACES:
                known.append(f"{min(last, LAST_PLACE)}{weight}")
        place = last + 1  # no phrase reaches from one part into the next
    return " ".join(f"{_quoted(word)}:{','.join(known)}" for word, known in places.items())


def wanted(text: str) -> list[Want]:
    """What a question asks for; every one of them must be found. Quotes hold a phrase together."""
    text = text[:LONGEST_QUESTION]
    phrases = [(found[1], True) for found in _QUOTED.finditer(text)]
    words = [(word, False) for word in _QUOTED.sub(" ", text).split()]
    wants = (_want(part, is_phrase=is_phrase) for part, is_phrase in phrases + words)
    return [want for want in wants if want.lexemes][:MOST_WANTED]


def exactly(text: str) -> str:
    """A tsquery for `text` word by word; nothing where there is no word in it."""
    want = _want(text[:LONGEST_QUESTION], is_phrase=True)
    # One or two letters mean something only where an author chose each word.
    label = "AB" if len(folded(text)) <= SHORT and text.isascii() else ""
    return want.spelled(label) if want.lexemes else ""


def any_of(wants: Iterable[Want]) -> str:
    """A tsquery for whatever of `wants` is there, to rank by."""
    return " | ".join(f"({want.spelled()})" for want in wants)


def _want(part: str, *, is_phrase: bool) -> Want:
    found = list(_lexemes(part))
    if not found:
        return Want((), is_phrase)
    paired = {at for word, at in found if _is_pair(word)}
    # The pairs hold the single signs already, but for one that stands alone.
    needed = [(word, at) for word, at in found if not _is_single(word) or not {at, at - 1} & paired]
    before = [needed[0][1], *(at for _word, at in needed)]
    distances = [at - last for (_word, at), last in zip(needed, before, strict=False)]
    words = [word for word, _at in needed]
    return Want(tuple(zip(words, distances, strict=True)), is_phrase)


def _lexemes(text: str) -> Iterator[tuple[str, int]]:
    """Every lexeme of `text` with its place, counted from 1 in signs and words."""
    place = 0
    for found in _PIECE.finditer(folded(text)):
        piece = found[0]
        if not _IS_SIGN.match(piece):
            place += 1
            yield _singular(piece[:LONGEST_WORD]), place
            continue
        for number, sign in enumerate(piece):
            place += 1
            yield sign, place
            if number + 1 < len(piece):
                yield piece[number : number + 2], place


def _singular(word: str) -> str:
    """English plurals, as far as one rule goes: talks and talk, studies and study."""
    if len(word) <= 4 or not word.isascii() or word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def _is_pair(word: str) -> bool:
    return len(word) == 2 and _IS_SIGN.match(word) is not None  # noqa: PLR2004


def _is_single(word: str) -> bool:
    return len(word) == 1 and _IS_SIGN.match(word) is not None


def _begins(word: str) -> str:
    """Words are found by how they begin; one letter alone is a word of its own, such as R."""
    return "" if len(word) == 1 or _IS_SIGN.match(word) else "*"


def _quoted(word: str, label: str = "") -> str:
    quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:{label}" if label else quoted
