"""The words for the codes of a profile, in the reader's language."""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from app.profiles.traits import AgeGroup, Backing, Purpose, Stance, TagDeed, Way, Worry
from app.profiles.vocabulary import industries

PURPOSES: dict[str, LazyString] = {
    Purpose.CUSTOMERS: _l("Finding customers"),
    Purpose.FRIENDS: _l("Making friends"),
    Purpose.HORIZONS: _l("Seeing something new"),
    Purpose.GROWTH: _l("Growing"),
    Purpose.HIRING: _l("Hiring or changing jobs"),
    Purpose.PARTNERS: _l("Finding partners"),
    Purpose.SERENDIPITY: _l("No particular purpose"),
}
STANCES: dict[str, LazyString] = {
    Stance.NONE: _l("No selling, please"),
    Stance.ASK_FIRST: _l("Ask me before you explain what you sell"),
    Stance.SELLING: _l("I sell, and I say so"),
}
BACKINGS: dict[str, LazyString] = {
    Backing.WORK: _l("Work"),
    Backing.QUALIFICATION: _l("Qualification"),
}
WAYS: dict[str, LazyString] = {
    Way.TEXT: _l("In writing"),
    Way.CALL: _l("By call"),
    Way.IN_PERSON: _l("Face to face"),
}
AGE_GROUPS: dict[str, LazyString] = {
    AgeGroup.TEENS: _l("teens"),
    AgeGroup.TWENTIES: _l("20s"),
    AgeGroup.THIRTIES: _l("30s"),
    AgeGroup.FORTIES: _l("40s"),
    AgeGroup.FIFTIES: _l("50s"),
    AgeGroup.SIXTIES: _l("60s"),
    AgeGroup.OLDER: _l("70s or above"),
}
WORRIES: dict[str, LazyString] = {
    Worry.DIRECTION: _l("Which way my career should go"),
    Worry.AT_WORK: _l("Getting on with people at work"),
    Worry.FIRST_TEAM: _l("Leading a team for the first time"),
    Worry.SPEAKING_UP: _l("Speaking in front of others"),
    Worry.MEETING_PEOPLE: _l("Getting to know people"),
    Worry.NO_TIME: _l("Never enough time"),
    Worry.TWO_LIVES: _l("Work and family at once"),
    Worry.PARENTS_CARE: _l("Caring for parents"),
    Worry.BRINGING_UP: _l("Bringing up children"),
    Worry.YEARS_AHEAD: _l("Money and the years ahead"),
    Worry.SLEEP_HEALTH: _l("Sleep and health"),
    Worry.KEEPING_AT_IT: _l("Keeping at what I learn"),
    Worry.FOREIGN_TONGUE: _l("Another language at work"),
    Worry.OWN_FEET: _l("Standing on my own feet"),
    Worry.WORKING_ALONE: _l("Working on my own"),
    Worry.KEEPING_UP: _l("Keeping up with technology"),
}
DEEDS: dict[str, LazyString] = {
    TagDeed.MERGED: _l("merged into"),
    TagDeed.SPLIT: _l("taken out again from"),
    TagDeed.SPELLED: _l("is also written"),
    TagDeed.UNSPELLED: _l("is no longer written"),
    TagDeed.NAMED: _l("is called"),
    TagDeed.WAVED_THROUGH: _l("is fine as it is"),
}
LANGUAGES: dict[str, LazyString] = {
    "ja": _l("Japanese"),
    "en": _l("English"),
    "zh": _l("Chinese"),
    "ko": _l("Korean"),
    "fr": _l("French"),
    "de": _l("German"),
    "es": _l("Spanish"),
    "pt": _l("Portuguese"),
    "vi": _l("Vietnamese"),
}


def industry_name(code: str) -> str:
    """The industry's name in the reader's language; the code itself where it is unknown."""
    for industry in industries():
        if industry.code == code:
            return industry.ja if str(get_locale()) == "ja" else industry.en
    return code


def word_for(code: str) -> str:
    """The word for a purpose, stance, language, age group, worry or way."""
    for words in (PURPOSES, STANCES, LANGUAGES, AGE_GROUPS, WORRIES, WAYS):
        if code in words:
            return str(words[code])
    return code
