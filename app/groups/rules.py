"""What kinds of group there are, what roles people have in them, and when two names are one."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from app.accounts.folding import folded
from app.accounts.names import one_spelling


class Kind(StrEnum):
    """The two first-class kinds of gathering."""

    STUDY_GROUP = "study_group"
    CROSS_INDUSTRY = "cross_industry"


class Role(StrEnum):
    """What a member may do in a group, from least to most."""

    MEMBER = "member"
    DOOR = "door"
    ORGANIZER = "organizer"
    OWNER = "owner"


RUNS_IT = {Role.ORGANIZER, Role.OWNER}
AT_DOOR = RUNS_IT | {Role.DOOR}
RANKS = (None, *Role)


def outranks(mine: Role | None, theirs: Role | None) -> bool:
    """Whether `mine` may give and take `theirs`: those above it, and owners among themselves."""
    return mine == Role.OWNER or RANKS.index(mine) > RANKS.index(theirs)


def given_by(mine: Role | None) -> list[Role]:
    """The roles that somebody with `mine` may give, from least to most."""
    return [role for role in Role if outranks(mine, role)]


# How many characters a name has at least, before one that differs in a single one is like it.
# Three kanji are a whole name; in kana and Latin letters one slip is soon made.
LONG_ENOUGH = 6
# Services that deliver to one mailbox whatever dots are put into its name.
DOTLESS = {"gmail.com", "googlemail.com"}
ACCENTED = re.compile(r"[\u00c0-\u024f]")
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def name_key(name: str) -> str:
    """`name` without what does not count: widths, cases, kinds of kana, old kanji and marks."""
    plain = folded(name).casefold()
    if plain.isalnum():
        return plain
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LMN")


def address_key(address: str) -> str:
    """The mailbox behind an address: what follows a plus sign, say, is only for sorting."""
    local, at, domain = one_spelling(address).rpartition("@")
    mailbox = local.partition("+")[0] or local
    if domain in DOTLESS:
        mailbox = mailbox.replace(".", "")
    return f"{mailbox}{at}{domain}"


@lru_cache(maxsize=16_384)
def likenesses(name: str) -> frozenset[str]:
    """What a name may be taken for: two names are alike when they share one of these.

    Accents do not count; a long name may differ in one character, which shows in the texts that
    each is without one of its own (Garbe, SymSpell, 2012).
    """
    key = name_key(name if name.isascii() else _without_accents(name))
    if len(key) < LONG_ENOUGH or KANJI.search(key):
        return frozenset({key} - {""})
    return frozenset({key, *(key[:place] + key[place + 1 :] for place in range(len(key)))})


def _without_accents(name: str) -> str:
    """É as E; the marks of kana stay, for が is not か."""
    return ACCENTED.sub(
        lambda found: unicodedata.normalize("NFD", found[0])[0], unicodedata.normalize("NFC", name)
    )
