"""What can be done to people on the list, and what has come of it."""

from collections.abc import Callable

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from app.insights.queries.attendees import Only, Order
from app.insights.rules import Act
from app.registrations.states import SkipReason

ACTS: dict[str, LazyString] = {
    Act.CONFIRM: _l("Confirm the seat"),
    Act.WAITLIST: _l("Put on the waitlist"),
    Act.DECLINE: _l("Decline"),
    Act.MOVE: _l("Move to another slot"),
    Act.REMOVE: _l("Remove from the event"),
}
ONLY: dict[str, LazyString] = {
    Only.FIRST: _l("First time here"),
    Only.CAME: _l("Has come"),
    Only.NOT_CAME: _l("Has not come"),
    Only.NOTED: _l("With a note"),
    Only.UNANSWERED: _l("Question left open"),
    Only.SILENT: _l("Not said if still coming"),
}
ORDERS: dict[str, LazyString] = {
    Order.READING: _l("By reading"),
    Order.NEWEST: _l("Newest first"),
    Order.OLDEST: _l("Oldest first"),
    Order.LINE: _l("By place in line"),
}
SKIP_WORDS: dict[str, LazyString] = {
    SkipReason.TOO_LATE: _l("passed over: needs more notice"),
    SkipReason.OTHER_SLOT: _l("passed over: wants another slot"),
    SkipReason.NEEDS_TWO: _l("passed over: two seats are needed"),
    SkipReason.AWAITS_BUDDY: _l("passed over: the friend has not answered"),
}
_CONSEQUENCES: dict[str, LazyString] = {
    Act.CONFIRM: _l("They get a seat, and a letter with their ticket."),
    Act.WAITLIST: _l(
        "They go to the end of the line and are told. A seat that comes free is theirs in turn."
    ),
    Act.DECLINE: _l(
        "They get a kind letter that it is not possible this time. It names no reason."
    ),
    Act.MOVE: _l(
        "They keep their ticket and are told of the other slot. Their old seats go to "
        "those who wait."
    ),
    Act.REMOVE: _l(
        "They lose their place and get a letter without a reason. They cannot register "
        "again for this event; a freed seat goes to those who wait."
    ),
}
_OUTCOMES: dict[Act, Callable[[int], str]] = {
    Act.CONFIRM: lambda n: ngettext(
        "%(num)s person is confirmed and being told.",
        "%(num)s people are confirmed and being told.",
        n,
    ),
    Act.WAITLIST: lambda n: ngettext(
        "%(num)s person is on the waitlist and being told.",
        "%(num)s people are on the waitlist and being told.",
        n,
    ),
    Act.DECLINE: lambda n: ngettext(
        "%(num)s person is being told that it is not possible this time.",
        "%(num)s people are being told that it is not possible this time.",
        n,
    ),
    Act.MOVE: lambda n: ngettext(
        "%(num)s person has been moved.", "%(num)s people have been moved.", n
    ),
    Act.REMOVE: lambda n: ngettext(
        "%(num)s person is off the list.", "%(num)s people are off the list.", n
    ),
}


def act_name(act: str) -> str:
    """What can be done, in the reader's language."""
    return str(ACTS[act])


def skip_name(reason: str) -> str:
    """Why somebody in line was passed over."""
    return str(SKIP_WORDS.get(reason, ""))


def consequence(act: str) -> str:
    """What an action means for those it is about."""
    return str(_CONSEQUENCES[act])


def outcome(act: Act, number: int) -> str:
    """What has been done, to how many people."""
    return _OUTCOMES[act](number)
