"""Who may see which field of a profile: levels, defaults, and the one comparison."""

from enum import StrEnum


class Visibility(StrEnum):
    """From the most private to the most open. MATCHING counts but is never named."""

    PRIVATE = "private"
    MATCHING = "matching"
    MATCHES = "matches"
    MEMBERS = "members"
    PUBLIC = "public"


class Closeness(StrEnum):
    """What a viewer is to the owner of a profile, from the furthest to the nearest."""

    STRANGER = "stranger"
    MEMBER = "member"
    MATCH = "match"
    SELF = "self"


DEFAULTS: dict[str, Visibility] = {
    "headline": Visibility.MEMBERS,
    "company": Visibility.MATCHES,
    "industry": Visibility.MEMBERS,
    "occupation": Visibility.MEMBERS,
    "purposes": Visibility.MATCHES,
    "interests": Visibility.MEMBERS,
    "offers": Visibility.MEMBERS,
    "needs": Visibility.MATCHES,
    "hobbies": Visibility.MATCHES,
    "learning": Visibility.MEMBERS,
    "hometown": Visibility.MATCHING,
    "school": Visibility.MATCHING,
    "age_group": Visibility.PRIVATE,
    "languages": Visibility.MEMBERS,
    "stance": Visibility.MEMBERS,
    "evidence": Visibility.MATCHES,
    "statement": Visibility.MATCHES,
    "not_for": Visibility.MEMBERS,
    "study_log": Visibility.PRIVATE,
    "advice": Visibility.MATCHES,
}

NEVER_PUBLIC = frozenset({"age_group", "study_log"})
"""Fields that their owner cannot open to people without an account."""
NEVER_COUNTED = frozenset({"evidence", "statement", "not_for", "study_log", "advice"})
"""Fields that people read, and that no suggestion is made from."""

_OPEN_TO = {
    Closeness.STRANGER: {Visibility.PUBLIC},
    Closeness.MEMBER: {Visibility.PUBLIC, Visibility.MEMBERS},
    Closeness.MATCH: {Visibility.PUBLIC, Visibility.MEMBERS, Visibility.MATCHES},
    Closeness.SELF: set(Visibility),
}


def levels_of(field: str) -> list[Visibility]:
    """The levels to choose from for `field`."""
    barred = {
        Visibility.PUBLIC: NEVER_PUBLIC,
        Visibility.MATCHING: NEVER_COUNTED,
    }
    return [it for it in Visibility if field not in barred.get(it, ())]


def level(chosen: dict[str, str], field: str) -> Visibility:
    """The level of `field`: what the owner chose, else the safe default."""
    return Visibility(chosen.get(field, DEFAULTS[field]))


def is_open(chosen: dict[str, str], field: str, closeness: Closeness) -> bool:
    """Whether `field` may be named to somebody that close."""
    return level(chosen, field) in _OPEN_TO[closeness]
