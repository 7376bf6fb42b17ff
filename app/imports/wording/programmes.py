"""Sentences for what bringing a programme in comes to."""

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from app.imports.programme_reports import IMPOSSIBLE
from app.imports.rules.programmes import Form, Oddity, Unusable, Why
from app.imports.rules.programmes.comparing import Doing

UNUSABLE: dict[Unusable, LazyString] = {
    Unusable.EMPTY: _l("There is nothing in this file."),
    Unusable.TOO_LARGE: _l("This file is larger than 10 MB. Please split it into smaller ones."),
    Unusable.COMPRESSED: _l("This file is compressed. Please unpack it and choose what is inside."),
    Unusable.UNKNOWN: _l(
        "This is no programme we can read. We know calendar files (.ics), schedules in XML or "
        "JSON, and events from connpass in JSON."
    ),
    Unusable.NOT_TEXT: _l("This is not a text file, so it is no programme we can read."),
    Unusable.BROKEN_XML: _l("The XML in this file is broken."),
    Unusable.TRICKS: _l(
        "This XML defines entities of its own. No schedule needs that, so we do not read it."
    ),
    Unusable.TOO_DEEP: _l("This file is nested far too deeply for a programme."),
    Unusable.BROKEN_JSON: _l("The JSON in this file is broken."),
    Unusable.TOO_MANY: _l(
        "There is more in this file than we can bring in at once: up to 5,000 events. Please "
        "split it."
    ),
}

FORMS: dict[Form, LazyString] = {
    Form.PENTABARF: _l("a schedule in XML (Pentabarf)"),
    Form.SCHEDULE: _l("a schedule in JSON"),
    Form.CALENDAR: _l("a calendar file (iCalendar)"),
    Form.CONNPASS: _l("events from connpass"),
}

DOINGS: dict[str, LazyString] = {
    Doing.NEW: _l("New"),
    Doing.CHANGED: _l("Changes"),
    Doing.SAME: _l("Stays as it is"),
    Doing.CALLED_OFF_HERE: _l("Called off here, stays so"),
    IMPOSSIBLE: _l("Cannot come in"),
}
TONES: dict[str, str] = {Doing.NEW: "matsu", Doing.CHANGED: "yama", IMPOSSIBLE: "beni"}

WHYS: dict[Why, LazyString] = {
    Why.NO_START: _l("It does not say when it begins."),
    Why.NO_SUCH_DATE: _l("There is no such date, or nobody could come then."),
    Why.TOO_LONG: _l("It would last longer than a year."),
    Why.NOT_AN_EVENT: _l("This is not an event, but a task, a note or the like."),
    Why.CALLED_OFF: _l("It has been called off there."),
    Why.TWICE: _l("It is in the file twice."),
    Why.OLDER_VERSION: _l("The file has a newer version of it."),
    Why.TOO_OFTEN: _l("It comes again more often than once a day or so."),
    Why.NO_DATES: _l("By its rule it never takes place in the year ahead."),
    Why.BAD_RULE: _l("The rule by which it comes again makes no sense."),
    Why.BROKEN: _l("This entry is broken."),
}

ODDITIES: dict[Oddity, LazyString] = {
    Oddity.NO_TITLE: _l("It has no title."),
    Oddity.ALL_DAY: _l("All day: from midnight to midnight."),
    Oddity.NO_END: _l("It does not say when it ends; an hour is assumed."),
    Oddity.END_BEFORE_START: _l("It would end before it begins; an hour is assumed."),
    Oddity.FLOATING: _l("It names no time zone; the group's own is assumed."),
    Oddity.UNKNOWN_ZONE: _l("Nobody knows this time zone; the group's own is assumed."),
    Oddity.SKIPPED_HOUR: _l("The clocks are put forward at that hour; it begins after that."),
    Oddity.ENDLESS: _l("It comes again without end; the dates of the year ahead come in."),
    Oddity.REPEATED: _l("It comes again; every date comes in."),
    Oddity.SAME_NAME: _l("Another entry has the same identifier; both come in."),
    Oddity.CUT: _l("A text was too long and has been shortened."),
}

FIELDS: dict[str, LazyString] = {
    "title": _l("Title"),
    "summary": _l("In one sentence"),
    "description": _l("Description"),
    "starts_at": _l("Begins"),
    "ends_at": _l("Ends"),
    "timezone": _l("Time zone"),
    "place_name": _l("Place"),
    "address": _l("Street address"),
    "online_url": _l("Web address"),
    "elsewhere_url": _l("Where people register"),
    "speakers": _l("Speakers"),
    "track": _l("Track"),
    "languages": _l("Languages spoken"),
}


def reason(code: str) -> LazyString:
    """Why an entry cannot come in, in words."""
    return WHYS[Why(code)]


def oddity(code: str) -> LazyString:
    """What is odd about an entry, in words."""
    return ODDITIES[Oddity(code)]


def still_drafts(number: int) -> str:
    """What could not be published."""
    return str(
        ngettext(
            "%(num)s event stays a draft: its page says what is missing.",
            "%(num)s events stay drafts: their pages say what is missing.",
            number,
        )
    )


def had_to_stay(number: int) -> str:
    """What undoing could not take away."""
    return str(
        ngettext(
            "%(num)s event stays, because people have registered for it.",
            "%(num)s events stay, because people have registered for them.",
            number,
        )
    )


def fields(names: list[str]) -> str:
    """Fields that change, as a list of words."""
    return " · ".join(str(FIELDS[name]) for name in names)
