"""What a profile shows to somebody at a given distance, and what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.profiles.models import Evidence, Profile, ProfileTag, Tag
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness

Value = TypeVar("Value")

WORDS = ("headline", "company", "industry", "occupation", "hometown", "school", "age_group")
LISTS = ("purposes", "languages")
TEXTS = ("statement", "not_for")
"""What is said in whole sentences, to whoever thinks about meeting."""
FACETS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
    "learning": Facet.LEARNING,
}


TOLD = {"offers": Facet.OFFER, "needs": Facet.NEED}
"""Facets whose tags may have a sentence of their own."""


@dataclass(frozen=True)
class Shown:
    """The fields that may be named; everything else is not even here."""

    words: dict[str, str]
    lists: dict[str, list[str]]
    tags: dict[str, list[Tag]]
    stance: str
    told: dict[str, list[ProfileTag]]
    evidence: list[Evidence]

    @property
    def is_blank(self) -> bool:
        return not (self.words or self.lists or self.tags)


def shown(profile: Profile, closeness: Closeness) -> Shown:
    """What somebody that close may see of `profile`."""

    def open_ones(values: Mapping[str, Value]) -> dict[str, Value]:
        return {
            name: value
            for name, value in values.items()
            if value and profile.shows(name, closeness)
        }

    return Shown(
        words=open_ones({name: getattr(profile, name) for name in (*WORDS, *TEXTS)}),
        lists=open_ones({name: getattr(profile, name) for name in LISTS}),
        tags=open_ones({name: profile.tagged(facet) for name, facet in FACETS.items()}),
        stance=profile.stance if profile.shows("stance", closeness) else "",
        told=open_ones({name: profile.told(facet) for name, facet in TOLD.items()}),
        evidence=profile.backing(closeness),
    )


def lacking(profile: Profile) -> list[str]:
    """The fields that would help most to be introduced to the right people, and are empty."""
    told = {
        "offers": profile.tagged(Facet.OFFER),
        "needs": profile.tagged(Facet.NEED),
        "interests": profile.tagged(Facet.INTEREST),
        "headline": profile.headline,
        "industry": profile.industry,
        "purposes": profile.purposes,
    }
    return [field for field, value in told.items() if not value]
