"""What is to be done, as the desk says it."""

from collections.abc import Callable

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.insights.rules import Task, Todo
from app.web.filters import yen

TITLES: dict[Task, Callable[[int], str]] = {
    Task.FREE_WHILE_WAITING: lambda n: ngettext(
        "%(num)s seat is free while people wait",
        "%(num)s seats are free while people wait",
        n,
    ),
    Task.DISCLOSURE_MISSING: lambda _n: _("Say who is behind the group"),
    Task.NOT_PUBLISHED: lambda _n: _("The draft is not published yet"),
    Task.APPROVALS: lambda n: ngettext(
        "%(num)s person awaits your answer", "%(num)s people await your answer", n
    ),
    Task.CLAIMS: lambda n: ngettext(
        "%(num)s person who counts as missing says they came",
        "%(num)s people who count as missing say they came",
        n,
    ),
    Task.LOTTERY_LATE: lambda _n: _("The draw is overdue"),
    Task.LOTTERY_DUE: lambda n: ngettext(
        "The lots are drawn soon: %(num)s entry", "The lots are drawn soon: %(num)s entries", n
    ),
    Task.NOMINEES_OPEN: lambda n: ngettext(
        "You may still name %(num)s person for the draw",
        "You may still name %(num)s people for the draw",
        n,
    ),
    Task.DOOR_OPEN: lambda n: ngettext(
        "The doors are open: %(num)s person is still to come",
        "The doors are open: %(num)s people are still to come",
        n,
    ),
    Task.NOBODY_CHECKED_IN: lambda n: ngettext(
        "Nobody has been checked in: did the %(num)s person come?",
        "Nobody has been checked in: did the %(num)s people come?",
        n,
    ),
    Task.OPEN_AGAIN: lambda _n: _("The record of who came is open again"),
    Task.OFFERS_RUNNING: lambda n: ngettext(
        "%(num)s seat is offered and waits for an answer",
        "%(num)s seats are offered and wait for an answer",
        n,
    ),
    Task.STILL_COMING: lambda n: ngettext(
        "%(num)s person has not said whether they still come",
        "%(num)s people have not said whether they still come",
        n,
    ),
    Task.UNANSWERED: lambda n: ngettext(
        "%(num)s person has left a required question open",
        "%(num)s people have left a required question open",
        n,
    ),
    Task.PASSED_OVER: lambda n: ngettext(
        "%(num)s person in line was passed over", "%(num)s people in line were passed over", n
    ),
    Task.OVERFULL: lambda n: ngettext(
        "%(num)s person more than there are seats", "%(num)s people more than there are seats", n
    ),
    Task.LIST_UNFINISHED: lambda n: ngettext(
        "%(num)s list is read but not brought in",
        "%(num)s lists are read but not brought in",
        n,
    ),
    Task.LIST_TO_REFRESH: lambda _n: _("Bring in the latest list from the other platform"),
    Task.FEES_AT_DOOR: lambda n: _("%(fee)s to take at the door", fee=yen(n)),
    Task.ANNOUNCEMENT_DUE: lambda n: ngettext(
        "%(num)s announcement waits to be sent", "%(num)s announcements wait to be sent", n
    ),
}
NOTES: dict[Task, LazyString] = {
    Task.FREE_WHILE_WAITING: _l("This should not happen. Please tell the operator."),
    Task.DISCLOSURE_MISSING: _l("Nothing is published before the card says so."),
    Task.NOT_PUBLISHED: _l("Nobody but those who run the group sees it."),
    Task.APPROVALS: _l("They hold no seat until you say yes."),
    Task.CLAIMS: _l("One tap puts it right. Until then nothing counts against them."),
    Task.LOTTERY_LATE: _l("People are waiting to hear."),
    Task.LOTTERY_DUE: _l("Everybody hears in the same minute."),
    Task.NOMINEES_OPEN: _l("Those you name come first in the draw."),
    Task.DOOR_OPEN: _l("Check people in with their ticket or by name."),
    Task.NOBODY_CHECKED_IN: _l("Without a record nobody counts as absent."),
    Task.OPEN_AGAIN: _l("It closes by itself; you can close it sooner."),
    Task.OFFERS_RUNNING: _l("Without an answer the seat goes on to the next in line."),
    Task.STILL_COMING: _l("They were asked after the event had changed."),
    Task.UNANSWERED: _l("Mostly people who came in with a list, or before you asked."),
    Task.PASSED_OVER: _l("The reason stands beside each name."),
    Task.OVERFULL: _l("Nobody is sent away; nobody more gets in."),
    Task.LIST_UNFINISHED: _l("Look at what it would do, then bring it in."),
    Task.LIST_TO_REFRESH: _l("Registration is elsewhere; the door needs to know who comes."),
    Task.FEES_AT_DOOR: _l("From those who have a seat now."),
    Task.ANNOUNCEMENT_DUE: _l("Until then you can change it or take it back."),
}


def todo_title(todo: Todo) -> str:
    """What is to be done, in one line."""
    return TITLES[todo.task](todo.number)


def todo_note(todo: Todo) -> str:
    """What it means, in one line more."""
    return str(NOTES[todo.task])
