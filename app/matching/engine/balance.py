"""How much each term of the score may give: one table, read by both ways of scoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.matching.engine.people import Facet, Kind, Purpose


@dataclass(frozen=True)
class Balance:
    """The share of the hundred points that each term may give. The shares sum to 1."""

    shared: float
    help: float
    mutual: float
    purpose: float
    industry: float
    topic: float
    route: float


BALANCE: Final[Mapping[Kind, Balance]] = {
    Kind.CROSS_INDUSTRY: Balance(0.25, 0.28, 0.14, 0.12, 0.15, 0.00, 0.06),
    Kind.STUDY_GROUP: Balance(0.30, 0.15, 0.08, 0.07, 0.08, 0.26, 0.06),
    Kind.SOCIAL: Balance(0.52, 0.10, 0.05, 0.12, 0.05, 0.06, 0.10),
    Kind.BUSINESS: Balance(0.18, 0.34, 0.18, 0.16, 0.06, 0.02, 0.06),
    Kind.COMMUNITY: Balance(0.32, 0.28, 0.14, 0.10, 0.06, 0.00, 0.10),
}

# Where people of other trades are the point of the evening; elsewhere the same trade is.
MIXES_INDUSTRIES: Final = frozenset({Kind.CROSS_INDUSTRY, Kind.BUSINESS})

# How much having a tag of this facet in common counts.
SHARED: Final[Mapping[Facet, float]] = {
    Facet.INTERESTS: 1.0,
    Facet.HOBBIES: 0.8,
    Facet.SCHOOL: 0.8,
    Facet.HOMETOWN: 0.6,
    Facet.OCCUPATION: 0.4,
    Facet.LANGUAGES: 0.2,
    Facet.LEARNING: 1.0,
    Facet.AGE_GROUP: 0.3,
}
_SHARED_WHERE_PEOPLE_MIX: Final[Mapping[Facet, float]] = {
    facet: factor for facet, factor in SHARED.items() if facet is not Facet.AGE_GROUP
}


def shared_at(kind: Kind) -> Mapping[Facet, float]:
    """What having something in common counts there, by facet.

    Where people unlike each other are to meet, being of one age counts for nothing; nor against
    anybody, so that saying it never costs.
    """
    return _SHARED_WHERE_PEOPLE_MIX if kind in MIXES_INDUSTRIES else SHARED


_COMPATIBLE: Final = (
    (Purpose.FRIENDS, Purpose.FRIENDS, 1.0),
    (Purpose.HIRING, Purpose.HIRING, 1.0),
    (Purpose.PARTNERS, Purpose.PARTNERS, 1.0),
    (Purpose.CUSTOMERS, Purpose.PARTNERS, 0.6),
    (Purpose.HORIZONS, Purpose.HORIZONS, 0.6),
    (Purpose.HORIZONS, Purpose.GROWTH, 0.6),
    (Purpose.GROWTH, Purpose.GROWTH, 0.6),
    (Purpose.FRIENDS, Purpose.HORIZONS, 0.3),
    (Purpose.FRIENDS, Purpose.SERENDIPITY, 0.3),
    (Purpose.HORIZONS, Purpose.SERENDIPITY, 0.3),
    (Purpose.SERENDIPITY, Purpose.SERENDIPITY, 0.3),
)

# Both ways round, so that no reader has to think of it.
COMPATIBLE: Final[Mapping[tuple[str, str], float]] = {
    pair: value for p, q, value in _COMPATIBLE for pair in ((p.value, q.value), (q.value, p.value))
}


def purposes_met(mine: frozenset[str], theirs: frozenset[str]) -> tuple[float, str, str] | None:
    """The best compatible pair of purposes as (value, mine, theirs), or nothing.

    Among equals the pair is chosen by its names, the same from either side.
    """
    found = [(COMPATIBLE[p, q], p, q) for p in mine for q in theirs if (p, q) in COMPATIBLE]
    return min(found, key=lambda it: (-it[0], *sorted(it[1:]), it[1]), default=None)
