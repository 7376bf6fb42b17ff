"""What an evening is like, as far as it decides who should meet there."""

from dataclasses import dataclass
from enum import StrEnum

# More topics than these are none in particular.
MOST_TOPICS = 6


class Sort(StrEnum):
    """The sorts of evening; each gives its own weight to what two people have in common."""

    CROSS_INDUSTRY = "cross_industry"
    STUDY_GROUP = "study_group"
    SOCIAL = "social"
    BUSINESS = "business"


@dataclass(frozen=True)
class Brief:
    """What organizers say about it. Without a sort the group's own holds.

    `topics` None: those that the event names itself. With a `language` only people who say that
    they speak it are brought together.
    """

    sort: Sort | None = None
    topics: tuple[str, ...] | None = None
    language: str = ""
