"""The words for the codes of an introduction, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.introductions.rules import (
    Outcome,
    Place,
    Refusal,
    Rule,
    Scope,
    Side,
    Topic,
    Trouble,
    Vouching,
)
from app.introductions.rules.together import Rhythm

SCOPES: dict[str, LazyString] = {
    Scope.MET_ONCE: _l("We have met once"),
    Scope.WORKED_TOGETHER: _l("We have worked together"),
    Scope.CLOSE: _l("We know each other well"),
}
TOPICS: dict[str, LazyString] = {
    Topic.ADVICE: _l("Advice"),
    Topic.WORK: _l("Work to give or to take on"),
    Topic.HIRING: _l("Hiring, or changing jobs"),
    Topic.LEARNING: _l("Learning from each other"),
    Topic.PARTNERS: _l("Doing something together"),
    Topic.FRIENDS: _l("Simply getting to know each other"),
}
REFUSALS: dict[str, LazyString] = {
    Refusal.BUSY: _l("I am busy"),
    Refusal.NO_FIT: _l("It does not fit"),
    Refusal.SALESY: _l("It looks like selling"),
    Refusal.OTHER: _l("Something else"),
}
OUTCOMES: dict[str, LazyString] = {
    Outcome.MET: _l("We have met"),
    Outcome.PLANNED: _l("We have a date"),
    Outcome.NOT_YET: _l("Not yet"),
    Outcome.LET_GO: _l("We let it go"),
}
TROUBLES: dict[str, LazyString] = {
    Trouble.SALES: _l("Selling or recruiting"),
    Trouble.MONEY: _l("Money"),
    Trouble.HARASSMENT: _l("Romance or harassment"),
    Trouble.OTHER: _l("Something else"),
}
RULES: dict[str, LazyString] = {
    Rule.SAME_TEXT: _l("The same words to many people: please write to one person at a time."),
    Rule.MONEY: _l("Investments and ways to get rich have no place in a request."),
    Rule.MESSENGER: _l("Please do not ask people to move to another messenger."),
    Rule.HIDDEN_SELLING: _l("Whoever wants to sell something says so."),
    Rule.UNKIND: _l("Please write so that a stranger would be glad to read it."),
}
FLAGS: dict[str, LazyString] = {
    "same_text": _l("Nearly the same words to others"),
    "money": _l("Speaks of money made easily"),
    "messenger": _l("Asks to move to another messenger"),
    "reported": _l("Somebody has reported the asker"),
}
SIDES: dict[str, LazyString] = {
    Side.OFFER: _l("I offer"),
    Side.NEED: _l("I am looking for"),
}
PLACES: dict[str, LazyString] = {
    Place.REMOTE: _l("From anywhere"),
    Place.IN_PERSON: _l("Face to face"),
    Place.EITHER: _l("Either way"),
}
RHYTHMS: dict[int, LazyString] = {
    Rhythm.WEEKLY: _l("Every week"),
    Rhythm.FORTNIGHTLY: _l("Every two weeks"),
    Rhythm.MONTHLY: _l("Every four weeks"),
}
VOUCHINGS: dict[str, LazyString] = {
    Vouching.ANY: _l("Anybody I am connected with"),
    Vouching.LISTED: _l("Only the people I choose"),
}
FIELDS: dict[str, LazyString] = {
    "headline": _l("In one sentence"),
    "occupation": _l("What I do"),
    "company": _l("Company or organization"),
    "industry": _l("Industry"),
    "hometown": _l("Home town"),
    "school": _l("School"),
    "age_group": _l("Age group"),
    "purposes": _l("Why I come"),
    "languages": _l("Languages I speak"),
    "interests": _l("What interests me"),
    "offers": _l("What I can offer"),
    "needs": _l("What I am looking for"),
    "hobbies": _l("Hobbies"),
    "learning": _l("What I am learning now"),
    "evidence": _l("What my offers rest on"),
    "statement": _l("What I stand for"),
}
