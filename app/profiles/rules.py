"""When two tags are the same tag, and how a typed tag is tidied."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice

from app.profiles.loanwords import in_one_spelling, in_own_letters
from app.profiles.okurigana import in_fewest_kana
from app.profiles.synonyms import synonyms, thesaurus

LONGEST_TAG = 40
MOST_CODE_POINTS = 120
MOST_READ = 2_000

_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_V_WITH_VOWEL = {
    "ヴァ": "バ",
    "ヴィ": "ビ",
    "ヴェ": "ベ",
    "ヴォ": "ボ",
    "ヴュ": "ビュ",
    "ヴ": "ブ",
}
_V = re.compile("ヴ[ァィェォュ]?")

_DASHES = r"\-" "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u301c\u3030~\u02d7"
_LONG_VOWEL = re.compile(rf"(?<=[ァ-ヺ])(?:ー[ー{_DASHES}]*|[{_DASHES}]+(?=[ァ-ヺ]|$))")
_STRAY_LONG_VOWEL = re.compile("(?<![ァ-ヺ])ー")

# "+", "#" and "&" tell C from C++ and C#, and M&A from MA: they are never separators.
_SEPARATORS = rf"\s・_/.,:;|!?'\"`’‘“”()\[\]{{}}<>「」『』【】〈〉《》〔〕、。·•{_DASHES}"
# Between two digits they stay: Java 1.1 is not Java 11. A first full stop stays: .NET is not Net.
_SEPARATED = re.compile(rf"(?!^\.\w)(?:(?<!\d)[{_SEPARATORS}]+|[{_SEPARATORS}]+(?!\d))")
_FINAL_LONG_VOWEL = re.compile("(?<=.{3})(?<=[ァ-ヺ])ー$")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)

# Written or not as one pleases: café, ryōri. Tilde and diaeresis make other letters.
_ACCENTS = re.compile("(?<=[a-z])[\u0300\u0301\u0302\u0304]+")

_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def plain_key(text: str) -> str:
    """`text` folded as `tag_key` does it, but in the script it was written in."""
    before, key = text, _folded(text)
    # What a dropped separator leaves side by side may belong together: か/゛ is が.
    while key != before:
        before, key = key, _folded(key)
    return key


def tag_key(text: str) -> str:
    """Return what all spellings of one tag share, and spellings of different tags do not.

    Width, case, accents, kana script, ヴ or バ, the sign used for a long vowel, separators and a
    long vowel at the end (サーバー, サーバ) make no difference. Nor does it whether a word taken
    from elsewhere is in katakana or in the letters it came in, nor British spelling, nor a last
    plural, nor which of several words for one thing is used (スマホ, smartphone). Applied twice it
    changes nothing more. Empty when `text` holds nothing but separators.
    """
    key = _spelled(text)
    key = _meant().get(key, key)
    return thesaurus().get(key, key)


def clean_tag(text: str) -> str:
    """Return `text` as it is shown: one line, single spaces, no hash sign before it, 40 signs.

    What is read as one sign (a letter with its marks, a joined emoji) is kept or cut as a whole;
    never more than 120 code points, so that heaped marks end too.
    """
    composed = unicodedata.normalize("NFC", text[:MOST_READ])
    visible = "".join(sign for sign in composed if sign.isspace() or _is_shown(sign))
    words = " ".join(visible.split()).lstrip("#＃ ")
    return "".join(_within_limits(_signs(words))).rstrip()


def _spelled(text: str) -> str:
    return in_one_spelling(in_own_letters(plain_key(in_fewest_kana(text))))


@cache
def _meant() -> dict[str, str]:
    """For each word that has synonyms, the key of the first among them."""
    return {_spelled(word): _spelled(words[0]) for words in synonyms() for word in words}


def _folded(text: str) -> str:
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    folded = unicodedata.normalize("NFKC", folded).replace("♯", "#").lstrip("# ")
    folded = folded.translate(_KATAKANA)
    folded = _V.sub(lambda found: _V_WITH_VOWEL[found[0]], folded)
    folded = _SEPARATED.sub("", _STRAY_LONG_VOWEL.sub("", _LONG_VOWEL.sub("ー", folded)))
    return _FINAL_LONG_VOWEL.sub("", folded)


def _is_shown(sign: str) -> bool:
    return sign == _JOINER or unicodedata.category(sign) not in {
        "Cc",
        "Cf",
        "Cs",
        "Cn",
        "Co",
    }


def _within_limits(signs: Iterator[str]) -> Iterator[str]:
    room = MOST_CODE_POINTS
    for sign in islice(signs, LONGEST_TAG):
        room -= len(sign)
        if room < 0:
            return
        yield sign


def _signs(text: str) -> Iterator[str]:
    """Yield what a reader sees as single signs, close enough to grapheme clusters for a limit."""
    sign = ""
    for letter in text:
        if sign and not (_continues(letter) or sign.endswith(_JOINER)):
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def _continues(letter: str) -> bool:
    return (
        letter == _JOINER
        or unicodedata.category(letter) in {"Mn", "Me", "Mc"}
        or ord(letter) in _SKIN_TONES
    )
