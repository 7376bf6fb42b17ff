"""Whether words carry an address, in whatever way it is spelled to slip by."""

import re
import unicodedata

# \b counts kana and kanji as letters, and Japanese puts no space after an address.
_END = r"(?![A-Za-z0-9-])"
# Ends of addresses that are no words of a sentence.
_TOP = (
    "com|net|org|jp|info|biz|xyz|edu|gov|uk|kr|cn|tw|eu|io|ai|gg|tv|cc|ly|gl|vc|mu|inc|ltd"
    r"|xn--[a-z0-9-]+|рф|コム(?![ァ-ヶー])"
)
# Ends that are words: after a full stop without its space they begin with a capital.
_WORDS = (
    "(?-i:app|dev|page|site|tokyo|online|shop|store|link|club|cloud|asia|co|me|work|works|tech|games"
    "|blog|live|life|world|space|website|news|studio|social|chat|email|group|top|vip|pro)"
)
_DOT = r"(\.|\s?[\[(]\s?(dot|ドット|点|\.)\s?[\])]\s?)"
# Of what stands before a dot or an @ the last sign is enough: to look for its beginning at every
# sign of a long word takes the square of its length.
_LINK = re.compile(
    r"(\w://|https?:|mailto:|www\.\w|line:|lin\.ee"
    rf"|[\w-]{_DOT}({_TOP}|{_WORDS}){_END}"
    r"|[A-Za-z0-9-]\.(?!js\b)[A-Za-z]{2,}/\S"
    r"|(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])"
    r"|[\w.+-]@(gmail|yahoo|icloud|outlook|hotmail|docomo|[\w-]+\.\w)"
    # A dot told in words, or set apart, or put as another sign: with the plainest ends alone.
    rf"|[A-Za-z0-9-](\s?(ドット|点)\s?|[,。・·•‧])(com|net|org|jp){_END}"
    rf"|(?<!\bthe)(?<!\ba)\sdot\s(com|net|org|jp|co){_END}"
    rf"|[A-Za-z0-9-](\s+\.\s*|\.\s+)(com|org|co\.jp|ne\.jp|or\.jp){_END})",
    re.IGNORECASE,
)
# Names of things that are written like addresses.
_NAMES = re.compile(r"\b(ASP|VB|ADO|ML)\.NET(?![A-Za-z0-9])")
# One sign, one space, one sign: "h t t p s : / /".
_SPACED = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9:/.@-] ){3,}[A-Za-z0-9:/.@-](?![A-Za-z0-9])")
# Letters of other scripts that look the same.
_LOOKALIKES = str.maketrans("асеоріїѕјмтнкху", "aceopiisjmthkxy")


def holds_link(text: str) -> bool:
    """Whether the words carry an address: first words between strangers must not."""
    plain = _NAMES.sub(" ", _plain(text))
    spellings = (plain, plain.translate(_LOOKALIKES), _SPACED.sub(_closed_up, plain))
    return any(_LINK.search(spelling) is not None for spelling in spellings)


def _plain(text: str) -> str:
    """The words without what nobody sees: zero-width signs, soft hyphens, marks of direction."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def _closed_up(spaced: re.Match[str]) -> str:
    return spaced[0].replace(" ", "")
