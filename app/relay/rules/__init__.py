"""What answers are about, and how much of one is passed on."""

from datetime import timedelta
from enum import StrEnum

MOST_BYTES = 2 * 1024 * 1024
MOST_CHARACTERS = 20_000
MOST_AN_HOUR = 20
MOST_RETURNED_A_DAY = 5
WORDS_ALONE = "relay.words_alone"
# The words are kept no longer than it takes to pass them on, and to ask what became of them.
KEPT_FOR = timedelta(days=14)


class Matter(StrEnum):
    """What two people write to each other about; one letter, since it stands in an address."""

    ANNOUNCEMENT = "a"
    CONNECTION = "c"
    EVENT = "e"
    INTRODUCTION = "i"


BETWEEN_PEOPLE = (Matter.CONNECTION, Matter.INTRODUCTION)
"""Matters in which friends come first. Guests and hosts have business with each other at once."""


class Outcome(StrEnum):
    """What became of a mail that came in."""

    PASSED_ON = "passed on"
    SEEN_BEFORE = "passed on before"
    BOUNCE = "bounce noted"
    DELAY = "delay noted"
    COMPLAINT = "complaint noted"
    AUTOMATIC = "automatic answer dropped"
    UNKNOWN = "not for anybody here"
    NOT_THEIRS = "not from the address it was given to"
    KEPT_APART = "dropped"
    TOO_MANY = "too many"
    EMPTY = "nothing to pass on"
    TOO_LARGE = "too large"
    NOT_FIRST_WORDS = "returned: first words with a link or a file"
