"""The words a profile is made of: purposes, stances on selling, facets of tags."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody comes."""

    CUSTOMERS = "customers"
    FRIENDS = "friends"
    HORIZONS = "horizons"
    GROWTH = "growth"
    HIRING = "hiring"
    PARTNERS = "partners"
    SERENDIPITY = "serendipity"


class Stance(StrEnum):
    """How somebody stands to being sold to, or that they sell."""

    NONE = "none"
    ASK_FIRST = "ask_first"
    SELLING = "selling"


class AgeGroup(StrEnum):
    """About how old somebody is, as closely as anybody is asked."""

    TEENS = "teens"
    TWENTIES = "twenties"
    THIRTIES = "thirties"
    FORTIES = "forties"
    FIFTIES = "fifties"
    SIXTIES = "sixties"
    OLDER = "older"


class Worry(StrEnum):
    """What somebody struggles with. Who says which is nobody else's to know, in any form."""

    DIRECTION = "direction"
    AT_WORK = "at_work"
    FIRST_TEAM = "first_team"
    SPEAKING_UP = "speaking_up"
    MEETING_PEOPLE = "meeting_people"
    NO_TIME = "no_time"
    TWO_LIVES = "two_lives"
    PARENTS_CARE = "parents_care"
    BRINGING_UP = "bringing_up"
    YEARS_AHEAD = "years_ahead"
    SLEEP_HEALTH = "sleep_health"
    KEEPING_AT_IT = "keeping_at_it"
    FOREIGN_TONGUE = "foreign_tongue"
    OWN_FEET = "own_feet"
    WORKING_ALONE = "working_alone"
    KEEPING_UP = "keeping_up"


class Facet(StrEnum):
    """What a tag says about its owner."""

    INTEREST = "interest"
    OFFER = "offer"
    NEED = "need"
    HOBBY = "hobby"
    LEARNING = "learning"


class Backing(StrEnum):
    """What stands behind an offer."""

    WORK = "work"
    QUALIFICATION = "qualification"


class Way(StrEnum):
    """How somebody lets themselves be asked for advice."""

    TEXT = "text"
    CALL = "call"
    IN_PERSON = "in_person"


class TagDeed(StrEnum):
    """What a moderator has done to a tag."""

    MERGED = "merged"
    SPLIT = "split"
    SPELLED = "spelled"
    UNSPELLED = "unspelled"
    NAMED = "named"
    WAVED_THROUGH = "waved_through"
