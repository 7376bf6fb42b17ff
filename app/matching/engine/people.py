"""The values matching works on. Fields their owner keeps private never get this far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import log, sqrt

Tags = frozenset[int]

NO_TAGS: Tags = frozenset()


class Facet(StrEnum):
    """The sides of a profile that may count. The value is the attribute of `Person`."""

    INTERESTS = "interests"
    HOBBIES = "hobbies"
    LEARNING = "learning"
    OFFERS = "offers"
    NEEDS = "needs"
    LANGUAGES = "languages"
    SCHOOL = "school"
    HOMETOWN = "hometown"
    AGE_GROUP = "age_group"
    OCCUPATION = "occupation"
    INDUSTRY = "industry"
    PURPOSES = "purposes"


EVERYTHING = frozenset(Facet)


class Purpose(StrEnum):
    """What people come for."""

    CUSTOMERS = "customers"
    FRIENDS = "friends"
    HORIZONS = "horizons"
    GROWTH = "growth"
    HIRING = "hiring"
    PARTNERS = "partners"
    SERENDIPITY = "serendipity"


@dataclass(frozen=True)
class Person:
    """What may count about someone. `shown` are the facets that may also be named to others.

    A field that is private is left at its default by whoever builds this value.
    """

    id: int
    interests: Tags = NO_TAGS
    hobbies: Tags = NO_TAGS
    learning: Tags = NO_TAGS
    offers: Tags = NO_TAGS
    needs: Tags = NO_TAGS
    languages: Tags = NO_TAGS
    school: int | None = None
    hometown: int | None = None
    age_group: int | None = None
    occupation: int | None = None
    industry: int | None = None
    purposes: frozenset[str] = frozenset()
    seller: bool = False
    accepts_sales: bool = False
    opted_out: bool = False
    shown: frozenset[Facet] = frozenset()

    def tags(self, facet: Facet) -> Tags:
        """The tags of one facet, also where it holds a single one."""
        value = getattr(self, facet.value)
        if isinstance(value, frozenset):
            return value
        return NO_TAGS if value is None else frozenset((value,))

    @property
    def is_thin(self) -> bool:
        """Nothing here could ever be a reason to meet."""
        return not any(self.tags(facet) for facet in Facet)


class Kind(StrEnum):
    """The kinds of occasion; each gives its own weight to the terms of the score."""

    CROSS_INDUSTRY = "cross_industry"
    STUDY_GROUP = "study_group"
    SOCIAL = "social"
    BUSINESS = "business"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Context:
    """The occasion. With a `language`, only people who speak it are brought together."""

    kind: Kind = Kind.COMMUNITY
    topics: Tags = NO_TAGS
    no_sales: bool = False
    language: int | None = None


@dataclass(frozen=True)
class Contacts:
    """Who knows whom, only over people who allow it.

    `strength[person][contact]` is above zero. `degree` counts a contact's contacts. `shown`
    holds each (contact, person) whose acquaintance may be told to others.
    """

    strength: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    degree: Mapping[int, int] = field(default_factory=dict)
    shown: frozenset[tuple[int, int]] = frozenset()

    def of(self, person: int) -> Mapping[int, float]:
        return self.strength.get(person, {})

    def weight(self, one: float, other: float, contact: int) -> float:
        """What a contact counts who is as close as this to each of two; less where all know one."""
        return sqrt(one * other) / log(2 + self.degree.get(contact, 0))
