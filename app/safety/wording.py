"""The words for reports, signs and measures."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.moderation.rules import Deed, Kind, State, Subject
from app.safety.queries import Signal, Waits

KINDS: dict[Kind, LazyString] = {
    Kind.SALES: _l("Selling or recruiting that was not announced"),
    Kind.MONEY: _l("Money: an investment, a loan, a contract"),
    Kind.HARASSMENT: _l("Romance, harassment or threats"),
    Kind.OTHER: _l("Something else"),
}
SUBJECTS: dict[Subject, LazyString] = {
    Subject.PERSON: _l("A person"),
    Subject.EVENT: _l("An event"),
    Subject.MESSAGE: _l("A message"),
}
WAITS: dict[Waits, LazyString] = {
    Waits.REPORT: _l("Report"),
    Waits.REQUEST: _l("Request held by the rules"),
    Waits.SALESY: _l("Found salesy by several"),
}
STATES: dict[State, LazyString] = {
    State.OPEN: _l("To be looked at"),
    State.SETTLED: _l("Looked at"),
}
SIGNALS: dict[Signal, LazyString] = {
    Signal.NEW_ACCOUNT: _l("The account is less than a month old."),
    Signal.MANY_REPORTERS: _l("Three or more people have reported them within a year."),
    Signal.BLOCKED_BY_MANY: _l("Three or more people have blocked them."),
    Signal.SAME_TEXT: _l("They have sent nearly the same text to several people."),
    Signal.MONEY_WORDS: _l("They write of easy money, a mentor or an investment."),
    Signal.OTHER_MESSENGER: _l("They ask at once to go on in another messenger."),
    Signal.LEFT_BEFORE: _l("An account with this address was closed after it had been reported."),
}
DEEDS: dict[Deed, LazyString] = {
    Deed.LOOKED_AT: _l("Has read it"),
    Deed.NOTED: _l("A note"),
    Deed.WARNED: _l("Warned"),
    Deed.ASKING_PAUSED: _l("May ask for no introductions for 90 days"),
    Deed.ASKING_ALLOWED: _l("May ask for introductions again"),
    Deed.BANNED: _l("Removed from the group and banned"),
    Deed.SUSPENDED: _l("Account suspended"),
    Deed.REINSTATED: _l("Account opened again"),
    Deed.SETTLED: _l("Settled"),
    Deed.REOPENED: _l("Opened again"),
}
CHOICES: dict[Deed, LazyString] = {
    Deed.NOTED: _l("Only note something"),
    Deed.WARNED: _l("Warn them by letter"),
    Deed.ASKING_PAUSED: _l("Let them ask for no introductions for 90 days"),
    Deed.ASKING_ALLOWED: _l("Let them ask for introductions again"),
    Deed.BANNED: _l("Remove them from the group, and keep them away"),
    Deed.SUSPENDED: _l("Suspend the account"),
    Deed.REINSTATED: _l("Open the account again"),
}
LINES: dict[str, LazyString] = {
    "profile": _l("On their profile"),
    "offers": _l("What they offer"),
    "needs": _l("What they look for"),
    "request": _l("Asking for an introduction"),
    "greeting": _l("Asking to connect"),
    "message": _l("Message"),
    "event": _l("The event's page"),
}
