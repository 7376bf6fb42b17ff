"""What kinds of group there are, and what roles people have in them."""

from enum import StrEnum


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
