"""Names in the order people expect them, and addresses and readings in one spelling."""

import unicodedata

from app.kit.marks import without_piles

_HIRAGANA = {katakana: katakana - 0x60 for katakana in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_INVISIBLE = {"Cc", "Cs", "Co", "Cn"}
# Marks that only turn the writing direction, or hide: a name could pass for another with them.
_MISLEADING = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF}


def in_order(family: str, given: str, display: str) -> str:
    """家 名 for names in kanji or kana, Given Family for Latin ones, whoever reads them.

    The display name goes first: some names do not split.
    """
    if display:
        return display
    parts = (family, given) if _is_east_asian(family) else (given, family)
    return " ".join(part for part in parts if part)


def one_spelling(address: str | None) -> str:
    """The address as we keep it: NFKC, lower case, without white space around it."""
    return unicodedata.normalize("NFKC", address or "").strip().lower()


def one_line(text: str | None) -> str:
    """`text` on one line with single spaces; rare kanji, variants and emoji stay as they are."""
    composed = unicodedata.normalize("NFC", without_piles(text or ""))
    shown = (sign for sign in composed if _is_shown(sign))
    return " ".join("".join(shown).split())


def as_hiragana(reading: str | None) -> str:
    """The reading in hiragana, whichever kana it was typed in; Latin letters stay."""
    return one_line(unicodedata.normalize("NFKC", reading or "")).translate(_HIRAGANA)


def split(name: str) -> tuple[str, str]:
    """Family and given name of a name in one piece: 家 名, else Given Family."""
    first, _, rest = one_line(name).partition(" ")
    if not rest:
        return "", first
    return (first, rest) if _is_east_asian(first) else (rest, first)


def _is_shown(sign: str) -> bool:
    if sign.isspace() or sign == "\u200d":  # the joiner holds emoji together
        return True
    return ord(sign) not in _MISLEADING and unicodedata.category(sign) not in _INVISIBLE


def masked(address: str | None) -> str:
    """Enough of an address to tell it by, not enough to write to it: `a…@example.org`."""
    local, at, domain = (address or "").rpartition("@")
    return f"{local[:1]}…{at}{domain}" if local else "–"


# Mailboxes of one provider that go by several names.
_SAME_HOUSE = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "hotmail.com": "outlook.com",
    "live.com": "outlook.com",
    "live.jp": "outlook.com",
    "msn.com": "outlook.com",
    "outlook.jp": "outlook.com",
    "hotmail.co.jp": "outlook.com",
    "ymail.ne.jp": "yahoo.co.jp",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
}


def is_same_house(one: str | None, other: str | None) -> bool:
    """Whether two addresses are of one provider: the same domain, one within the other, or kin."""
    first, second = (_house(address) for address in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _house(address: str | None) -> str:
    domain = one_spelling(address).rpartition("@")[2].rstrip(".")
    try:
        plain = domain.encode("idna").decode()
    except UnicodeError:
        plain = domain
    return _SAME_HOUSE.get(plain, plain)


def _is_east_asian(text: str) -> bool:
    return any(unicodedata.east_asian_width(sign) in "WF" for sign in text)
