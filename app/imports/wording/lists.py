"""Sentences for what reading a list can come to, as the organizer sees them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.imports.rules import Fate, Reason, Refusal, Remark, Role, Source, Status

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.EMPTY: _l("There is nothing in this file."),
    Refusal.TOO_LARGE: _l("This file is larger than 10 MB. Please split it into smaller ones."),
    Refusal.TOO_MANY_ROWS: _l(
        "This file has more than 20,000 rows. Please split it into smaller ones."
    ),
    Refusal.TOO_MANY_COLUMNS: _l("This file has more than 300 columns, so it is hardly a list."),
    Refusal.SPREADSHEET: _l(
        "This is an Excel workbook. Please save it as CSV (UTF-8) and choose that file."
    ),
    Refusal.NOT_TEXT: _l("This is not a text file. Please choose the CSV file you exported."),
    Refusal.NUL: _l("This file is damaged: it contains zero bytes. Please export it again."),
    Refusal.UNKNOWN_ENCODING: _l(
        "The characters of this file cannot be read. Please save it as CSV (UTF-8)."
    ),
    Refusal.DAMAGED: _l("Some characters of this file are broken. Please export it again."),
    Refusal.NOT_A_TABLE: _l("This is a web page, not a list. Please choose the CSV file."),
    Refusal.BROKEN_ROWS: _l(
        "This file cannot be divided into rows: a line is far too long, or a quotation mark is "
        "never closed."
    ),
}

REASONS: dict[Reason, LazyString] = {
    Reason.WITHDRAWN: _l("This person has left the other platform."),
    Reason.CANCELLED: _l("This person has cancelled."),
    Reason.OTHER_SLOT: _l(
        "This person is in another slot, too. One person has one place here; it is noted there."
    ),
    Reason.DUPLICATE: _l("This person is on the list twice."),
    Reason.NO_NAME: _l("There is no name."),
    Reason.MALFORMED: _l("The cells of this row do not fit the columns."),
}

REMARKS: dict[Remark, LazyString] = {
    Remark.IMPOSSIBLE_DATE: _l("There is no such date."),
    Remark.UNUSABLE_EMAIL: _l("This is not an e-mail address."),
    Remark.SHARED_EMAIL: _l("Someone else on the list has the same e-mail address."),
    Remark.UNCLEAR_STATUS: _l("It is not clear whether this person is coming."),
    Remark.UNPAID: _l("This person has not paid yet."),
    Remark.COMPANIONS: _l("Companions are not on the list, so they are not imported."),
    Remark.CUT: _l("A text was too long and has been shortened."),
}

FATES: dict[Fate, LazyString] = {
    Fate.COMES: _l("Comes in"),
    Fate.WAITS: _l("Waits for a seat"),
    Fate.STAYS: _l("Is here already"),
    Fate.CANCELS: _l("Has cancelled elsewhere, so the place is given back."),
    Fate.LEFT: _l("Has cancelled here and stays cancelled."),
    Fate.REMOVED: _l("Was taken off the list here."),
}
TONES: dict[str, str] = {Fate.COMES: "matsu", Fate.WAITS: "yama", Fate.STAYS: "ai"}

SOURCES: dict[Source, LazyString] = {
    Source.CONNPASS: _l("connpass"),
    Source.PEATIX: _l("Peatix"),
    Source.EVENTBRITE: _l("Eventbrite"),
    Source.MEETUP: _l("Meetup (attendees)"),
    Source.MEETUP_MEMBERS: _l("Meetup (members)"),
    Source.UNKNOWN: _l("Another platform"),
}

STATUSES: dict[Status, LazyString] = {
    Status.CONFIRMED: _l("Confirmed"),
    Status.WAITLISTED: _l("On the waitlist"),
    Status.CANCELLED: _l("Cancelled"),
    Status.UNKNOWN: _l("Not stated"),
}

ROLES: dict[Role, LazyString] = {
    Role.FULL_NAME: _l("Full name"),
    Role.FAMILY_NAME: _l("Family name"),
    Role.GIVEN_NAME: _l("Given name"),
    Role.DISPLAY_NAME: _l("Display name"),
    Role.READING: _l("Reading of the name"),
    Role.FAMILY_READING: _l("Reading of the family name"),
    Role.GIVEN_READING: _l("Reading of the given name"),
    Role.EMAIL: _l("E-mail address"),
    Role.COMPANY: _l("Company or organization"),
    Role.REFERENCE: _l("Registration number"),
    Role.ACCOUNT: _l("User name on the other platform"),
    Role.SLOT: _l("Slot or ticket type"),
    Role.STATUS: _l("Status of the registration"),
    Role.ATTENDANCE: _l("Came or did not come"),
    Role.ATTENDED_AT: _l("Time of arrival"),
    Role.STAFF: _l("Runs the event"),
    Role.REGISTERED_AT: _l("Time of registration"),
    Role.COMPANIONS: _l("Number of companions"),
    Role.PLACES: _l("Number of places"),
    Role.ANSWER: _l("Answer to a question"),
    Role.IGNORE: _l("Do not import"),
}


def outcome(code: str) -> LazyString:
    """What becomes of a row, in words."""
    return FATES[Fate(code)] if code in set(Fate) else REASONS[Reason(code)]


def remark(code: str) -> LazyString:
    """What is odd about a row, in words."""
    return REMARKS[Remark(code)]
