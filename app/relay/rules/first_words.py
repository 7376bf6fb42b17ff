"""First words between two who do not know each other yet: what they speak of, how long they are."""

import re
import unicodedata
from enum import StrEnum

LONGEST = 400
"""Characters of a first message, as people count them."""


class Mention(StrEnum):
    """What many would rather not read first."""

    PRICE = "price"
    INVESTMENT = "investment"
    SEMINAR = "seminar"
    SIDELINE = "sideline"


_DIGIT = "[0-9,〇一二三四五六七八九十百千万億]"
# Words of Japanese, which stand anywhere, and words that stand alone between others.
_MENTIONS = {
    Mention.PRICE: (
        rf"(?<!{_DIGIT}){_DIGIT}+\s?円|[¥$€£]\s?[0-9][0-9,]*|料金|価格|値段|費用|割引|値引"
        r"|月額|年額|無料(体験|相談|診断|モニター)",
        r"price[ds]?|pricing|fees?|discounts?|yen|jpy|per month|free (trial|consultation)s?",
    ),
    Mention.INVESTMENT: (
        r"投資|出資|資産運用|資産形成|利回り|元本|高配当|仮想通貨|暗号資産|株で|保険の見直し",
        r"invest(s|ed|ing|ments?|ors?)?|crypto(currency)?|bitcoin|forex|fx|dividends?",
    ),
    Mention.SEMINAR: (
        r"セミナー|説明会|オンラインサロン|体験会",
        r"seminars?|webinars?|masterclass(es)?",
    ),
    Mention.SIDELINE: (
        r"副業|副収入|権利収入|不労所得|ネットワークビジネス|マルチ商法|儲か|儲け|稼げ|稼ぐ|代理店募集",
        r"mlm|multi-level|network marketing|side (hustle|income|job|business)s?|passive income"
        r"|business opportunit(y|ies)|get rich",
    ),
}
_SPOKEN_OF = {
    mention: re.compile(rf"{anywhere}|(?<![a-z])({alone})(?![a-z])", re.IGNORECASE)
    for mention, (anywhere, alone) in _MENTIONS.items()
}


def mentions_in(text: str) -> dict[Mention, str]:
    """What the words speak of that many would rather not read first, and the word that does."""
    plain = unicodedata.normalize("NFKC", text)
    found = {mention: words.search(plain) for mention, words in _SPOKEN_OF.items()}
    return {mention: match[0].strip() for mention, match in found.items() if match}


def length(text: str) -> int:
    """How many characters people see: an emoji is one, and so is a line's end (after UAX 29)."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    marks = sum(_belongs_before(sign) for sign in plain)
    flags = sum("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in plain) // 2
    return max(0, len(plain) - marks - plain.count("\u200d") - _joined(plain) - flags)


def _belongs_before(sign: str) -> bool:
    """Whether it only changes the sign before it: an accent, a variant, a colour of skin."""
    is_mark = unicodedata.category(sign) in ("Mn", "Me")
    return is_mark or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _joined(text: str) -> int:
    """How many signs a joiner ties to the one before."""
    return sum(1 for _ in re.finditer("\u200d(?=[^\\s\u200d])", text))
