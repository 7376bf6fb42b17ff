"""The noes of tables and rounds, each with its own sentence."""

from flask_babel import lazy_gettext as _l

from app.kit.errors import Refused


class TooFewPeople(Refused):
    message = _l("At least two people must have arrived before rounds can be planned.")


class TooFewSeated(Refused):
    message = _l("At least two people must have a seat before rounds can be planned.")


class NothingToBegin(Refused):
    message = _l("Every round that was planned has begun.")


class NotItsTurn(Refused):
    message = _l("An earlier round has not begun yet.")


class RoundMovedOn(Refused):
    message = _l("Somebody else was quicker. This is how the round stands now.")


class TablesMovedOn(Refused):
    message = _l("The tables have changed meanwhile. Please look again.")


class RoundIsOver(Refused):
    message = _l("This round is over: who sat where stays as it was.")


class CannotSitThere(Refused):
    message = _l("That is not possible at these tables. Please choose another place.")


class NobodyCalled(Refused):
    message = _l("Nobody of that name has a seat here.")
    status = 422


class SamePerson(Refused):
    message = _l("Please name two different people.")
    status = 422
