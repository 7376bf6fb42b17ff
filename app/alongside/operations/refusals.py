"""What we say no to beside the programme, each with its own sentence."""

from flask_babel import lazy_gettext as _l

from app.kit.errors import Refused


class OnlyForThoseWhoCome(Refused):
    message = _l("This is for people with a confirmed seat at the event.")


class NotOpenAnyMore(Refused):
    message = _l("It is too late for that: the event is over, or has been called off.")


class ChoresFull(Refused):
    message = _l("There are forty chores on the board. Please put some of them together.")


class TooManyNamed(Refused):
    message = _l("Three chores of yours are on the board. Once one is gone you can name another.")


class AllHandsTaken(Refused):
    message = _l("Somebody was faster: there are enough hands for this one now. Thank you!")


class NothingToChange(Refused):
    message = _l("This has changed in the meantime. Please look again.")


class OneMealEach(Refused):
    message = _l("You propose a meal at this event already. Call that one off first.")


class NotBeside(Refused):
    message = _l("A meal begins before the event, or after its end, at most twelve hours away.")


class TableFull(Refused):
    message = _l("This table is full. Perhaps another one has a seat, or you propose one.")


class AnotherTable(Refused):
    message = _l("You sit at another table at about that time. Leave that one first.")
