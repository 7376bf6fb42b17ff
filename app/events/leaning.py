"""Which events suit somebody, and why: public facts of events beside one's own profile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.groups.rules import Kind
from app.profiles.traits import Facet, Purpose, Stance


class Because(StrEnum):
    """Why an event is named to somebody."""

    NEED = "need"
    SOUGHT = "sought"
    INTEREST = "interest"
    OFFER = "offer"
    HOBBY = "hobby"
    LEARNING = "learning"
    COMPANY = "company"
    PURPOSE = "purpose"
    GROUP = "group"


WEIGHTS = {
    Because.NEED: 3.0,
    Because.SOUGHT: 2.5,
    Because.INTEREST: 2.0,
    Because.OFFER: 2.0,
    Because.LEARNING: 2.0,
    Because.HOBBY: 1.0,
    Because.COMPANY: 1.5,
    Because.PURPOSE: 1.0,
    Because.GROUP: 1.0,
}
FACETS = {
    Facet.NEED: Because.NEED,
    Facet.INTEREST: Because.INTEREST,
    Facet.OFFER: Because.OFFER,
    Facet.HOBBY: Because.HOBBY,
    Facet.LEARNING: Because.LEARNING,
}
# What a kind of gathering is good for; both are good for making friends.
GOOD_FOR = {
    Kind.STUDY_GROUP: {Purpose.GROWTH, Purpose.HORIZONS, Purpose.HIRING},
    Kind.CROSS_INDUSTRY: {Purpose.CUSTOMERS, Purpose.PARTNERS, Purpose.HORIZONS},
}
# Said for one reason, more words of the same kind add less and less.
FADES = 0.5
OTHER_TONGUE = 0.25


@dataclass(frozen=True)
class Reader:
    """What somebody says of themselves: tags by facet and name, purposes, languages, groups.

    `sought` are kinds of people they would like to meet, in words that nobody else reads.
    """

    tags: Mapping[tuple[Facet, str], str]
    purposes: Collection[str]
    languages: Collection[str]
    groups: Collection[int]
    sought: Collection[str] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.tags or self.purposes or self.groups or self.sought)


@dataclass(frozen=True)
class Facts:
    """What everybody may know of an event. `told` counts purposes that five or more share.

    `answered` and `found` are what it names of the reader's tags, and of whom they look for.
    """

    kind: Kind
    stance: Stance
    languages: Collection[str]
    group_id: int
    answered: Collection[tuple[Facet, str]]
    told: Mapping[str, int]
    found: Collection[str] = ()


@dataclass(frozen=True)
class Suits:
    """How well it suits, and each reason with its words, the weightiest first."""

    score: float
    reasons: tuple[tuple[Because, tuple[str, ...]], ...] = ()


def suits(reader: Reader, facts: Facts) -> Suits:
    """How well an event suits a reader. No reason, no score."""
    reasons = _reasons(reader, facts)
    score = sum(
        WEIGHTS[why] * sum(FADES**place for place in range(len(words) or 1))
        for why, words in reasons.items()
    )
    if facts.languages and reader.languages and not {*facts.languages} & {*reader.languages}:
        score *= OTHER_TONGUE
    ordered = sorted(reasons.items(), key=lambda reason: -WEIGHTS[reason[0]])
    return Suits(score, tuple((why, tuple(words)) for why, words in ordered))


def _reasons(reader: Reader, facts: Facts) -> dict[Because, list[str]]:
    reasons = _looked_for(reader, facts)
    for facet, name in reader.tags:
        if (facet, name) in facts.answered:
            reasons.setdefault(FACETS[facet], []).append(reader.tags[facet, name])
    for purpose in reader.purposes:
        if (why := _why_come(purpose, facts)) is not None:
            reasons.setdefault(why, []).append(purpose)
    if facts.group_id in reader.groups:
        reasons[Because.GROUP] = []
    return reasons


def _looked_for(reader: Reader, facts: Facts) -> dict[Because, list[str]]:
    found = [words for words in reader.sought if words in facts.found]
    return {Because.SOUGHT: found} if found else {}


def _why_come(purpose: str, facts: Facts) -> Because | None:
    """Because others come for the same, or the kind is good for it. Not everywhere may one sell."""
    if facts.told.get(purpose):
        return Because.COMPANY
    may = purpose != Purpose.CUSTOMERS or facts.stance != Stance.NONE
    return Because.PURPOSE if may and purpose in GOOD_FOR[facts.kind] else None
