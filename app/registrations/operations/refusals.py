"""The noes of registering, each with its own sentence."""

from flask_babel import lazy_gettext as _l

from app.kit.errors import Refused


class RegistrationClosed(Refused):
    message = _l("Registration for this event is not open.")


class AlreadyRegistered(Refused):
    message = _l("You are already registered for this event.")


class AddressNotProven(Refused):
    message = _l("Please confirm your e-mail address first.")


class Removed(Refused):
    message = _l("You cannot register for this event. Please ask the organizers.")


class NoSeatsLeft(Refused):
    message = _l("All seats are taken, and there is no waitlist.")


class SeatTaken(Refused):
    message = _l("Somebody else was quicker: the seat is taken. You keep your place in line.")


class NothingOffered(Refused):
    message = _l("This offer has ended.")


class SeatNeededElsewhere(Refused):
    message = _l("This is for people with a seat at the main event. Please register there first.")


class RegisteredElsewhere(Refused):
    message = _l("Registration for this event is on another site: please use the link there.")


class AnswersMissing(Refused):
    message = _l("Please answer the organizers’ questions.")
    status = 422


class NothingToDecide(Refused):
    message = _l("Somebody has decided about this already.")


class NoSeatToGive(Refused):
    message = _l("No seat is free in the slots that were asked for. The waitlist is still open.")


class NotSeated(Refused):
    message = _l("Only somebody with a confirmed seat can change to another slot.")


class SlotFull(Refused):
    message = _l("That slot is full.")


class SlotNotOpen(Refused):
    message = _l("Seats in that slot are not given out directly.")


class NotRegistered(Refused):
    message = _l("You are not registered for this event.")


class TooLateToCancel(Refused):
    message = _l("This event is over, so there is nothing to cancel any more.")


class TooLateToRemove(Refused):
    message = _l("This event is over: who was there stays on the list.")


class Overtaken(Refused):
    message = _l("Your registration has just changed. Please look again.")


class DrawUnderWay(Refused):
    message = _l("The lots for this are being drawn. Afterwards you can join the line.")


class DrawNotDue(Refused):
    message = _l("There is nothing to draw yet, or everything has been drawn.")


class ValueMissing(Refused):
    message = _l("Please type in the public value that was announced: it goes into the draw.")
    status = 422


class NotInDraw(Refused):
    message = _l("This person is not in a draw that is still to come.")


class NomineesFull(Refused):
    message = _l("As many people are named as was announced. Nobody can be added.")


class BuddyInvitationOver(Refused):
    message = _l("This invitation has ended. Please ask the person who invited you.")
    status = 410


class OwnInvitation(Refused):
    message = _l("This is your own invitation: it is for the person you want to come with.")


class NoBuddyNow(Refused):
    message = _l("You cannot ask somebody along any more for this event.")


class AskedTooOften(Refused):
    message = _l("You have asked three people already. Please register alone, or ask them again.")
