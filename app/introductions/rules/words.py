"""What may stand in a request, and what its consents are bound to."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

_MONEY = re.compile(
    r"権利収入|不労所得|ネットワークビジネス|マルチ商法|(?<![A-Za-z])MLM(?![A-Za-z])|必ず(儲|もう)か|元本保証|高配当|月利"
    r"|師匠に|メンターに会|仮想通貨|FX自動|副業で(稼|月)"
    r"|passive income|guaranteed return|get rich|crypto invest|forex",
    re.IGNORECASE,
)
_MESSENGER = re.compile(
    r"(LINE|ライン|カカオ|telegram|テレグラム|whatsapp|wechat)\s*(に|で|を|の)?\s*"
    r"(交換|追加|登録|移|ID|して|me)|(add|message|text) me on\b",
    re.IGNORECASE,
)

NEAR = 0.8
"""Two texts this alike say the same to two people."""
_GRAM = 3


class Flag(StrEnum):
    """Why a moderator should look before anybody else reads it."""

    SAME_TEXT = "same_text"
    MONEY = "money"
    MESSENGER = "messenger"
    REPORTED = "reported"


def words_hash(words: Iterable[str], people: Iterable[int]) -> str:
    """What a consent is bound to: the exact words and fields, and the people, as SHA-256."""
    text = "\x1f".join((*words, *(str(person) for person in people)))
    return hashlib.sha256(text.encode()).hexdigest()


def flags_of(text: str, earlier: Iterable[str]) -> list[Flag]:
    """What a moderator should look at; `earlier` are the same person's requests to others."""
    plain = unicodedata.normalize("NFKC", text)
    found = {
        Flag.MONEY: _MONEY.search(plain) is not None,
        Flag.MESSENGER: _MESSENGER.search(plain) is not None,
        Flag.SAME_TEXT: sum(likeness(text, other) >= NEAR for other in earlier) >= 2,  # noqa: PLR2004 -- to a third person
    }
    return [flag for flag, holds in found.items() if holds]


def likeness(one: str, other: str) -> float:
    """How much two texts say the same: shared runs of three signs, from 0 to 1 (Jaccard)."""
    mine, theirs = _grams(one), _grams(other)
    if not mine or not theirs:
        return float(mine == theirs)
    return len(mine & theirs) / len(mine | theirs)


def _grams(text: str) -> set[str]:
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum()
    )
    return {plain[place : place + _GRAM] for place in range(max(1, len(plain) - _GRAM + 1))}
