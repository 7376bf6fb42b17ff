"""What people may say about somebody they were shown, and what it teaches."""

from enum import StrEnum


class Said(StrEnum):
    """One person's word about another they were shown."""

    LIKED = "liked"
    DISMISSED = "dismissed"
    MET = "met"
    NOT_MET = "not_met"
    NOT_USEFUL = "not_useful"


# Having missed each other in a full room says nothing about whether the two suit.
TEACHES: dict[Said, bool] = {
    Said.LIKED: True,
    Said.MET: True,
    Said.DISMISSED: False,
    Said.NOT_USEFUL: False,
}
# What may be answered once an evening is over.
AFTERWARDS = (Said.MET, Said.NOT_MET, Said.NOT_USEFUL)
