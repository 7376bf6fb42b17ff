"""The words for an event's codes, and for how often it comes."""

from datetime import UTC, date, datetime, time

from babel.dates import get_day_names
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.events.recurring import LAST, By, Rule
from app.events.rules import Mode, Openness
from app.web import times

OPENNESS: dict[str, LazyString] = {
    Openness.PUBLIC: _l("Everybody"),
    Openness.UNLISTED: _l("Everybody who has the link"),
    Openness.MEMBERS: _l("Members of the group"),
    Openness.INVITED: _l("Only those who are invited"),
}
LANGUAGES: dict[str, LazyString] = {"ja": _l("Japanese"), "en": _l("English")}
MODES: dict[str, LazyString] = {
    Mode.FCFS: _l("First come, first served"),
    Mode.LOTTERY: _l("By drawing lots"),
    Mode.APPROVAL: _l("You approve each person"),
}
SCOPES: dict[str, LazyString] = {
    "one": _l("This evening only"),
    "following": _l("This evening and all that follow"),
}
SCOPE_HINTS: dict[str, LazyString] = {
    "one": _l("Later evenings stay as they are."),
    "following": _l("Only what you change here is changed there, too. Each keeps its own day."),
}
NTH: dict[int, LazyString] = {
    1: _l("1st"),
    2: _l("2nd"),
    3: _l("3rd"),
    4: _l("4th"),
    LAST: _l("last"),
}


def rule_words(rule: Rule) -> str:
    """How often, in plain words: `Every month on the 2nd Thursday`."""
    weekday = get_day_names("wide", locale=times.language())[rule.weekday]
    if rule.by == By.DAY:
        return str(_("Every month on day %(day)s", day=rule.day))
    if rule.by == By.WEEK and rule.interval == 1:
        return str(_("Every week on %(weekday)s", weekday=weekday))
    if rule.by == By.WEEK:
        return str(_("Every two weeks on %(weekday)s", weekday=weekday))
    nth = NTH[rule.nth]
    if rule.interval == 1:
        return str(_("Every month on the %(nth)s %(weekday)s", nth=nth, weekday=weekday))
    return str(_("Every other month on the %(nth)s %(weekday)s", nth=nth, weekday=weekday))


def day_words(day: date) -> str:
    """`12月4日(金)`, `Fri 4 Dec`."""
    return times.day(datetime.combine(day, time(12), UTC), "UTC")
