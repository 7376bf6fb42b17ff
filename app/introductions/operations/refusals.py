"""Why an introduction cannot go on, as people read it."""

from flask_babel import lazy_gettext as _l

from app.kit.errors import Refused


class NotReadyToAsk(Refused):
    message = _l(
        "Introductions open once your account is a week old and you have come to an event."
    )


class TooManyAsks(Refused):
    message = _l("You have asked enough for now. Please wait for an answer first.")


class AskingSuspended(Refused):
    message = _l("You cannot ask for introductions just now. A moderator will look at it.")


class AskedAlready(Refused):
    message = _l("You have already asked to meet this person.")


class AskedThem(Refused):
    message = _l("You have asked this person for an introduction within the last 30 days.")


class ConnectedAlready(Refused):
    message = _l("You know this person already.")


class ThankedLately(Refused):
    message = _l("You have thanked them within the last week already.")


class ThankedFor(Refused):
    message = _l("You have thanked them for this introduction already.")


class NotYourContact(Refused):
    message = _l("You can only choose among people you are connected with.")


class TwoPeople(Refused):
    message = _l("Please choose two different people.")


class ProposedAlready(Refused):
    message = _l("You have suggested these two to each other already.")


class ProposedEnough(Refused):
    message = _l("You have suggested enough introductions for this month. Thank you.")


class NotYourTurn(Refused):
    message = _l("This introduction is not waiting for your answer.")


class NothingToScreen(Refused):
    message = _l("Somebody else has looked at this already.")
