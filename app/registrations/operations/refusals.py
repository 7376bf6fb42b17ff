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


class NotRegistered(Refused):
    message = _l("You are not registered for this event.")


class TooLateToCancel(Refused):
    message = _l("This event is over, so there is nothing to cancel any more.")


class Overtaken(Refused):
    message = _l("Your registration has just changed. Please look again.")
