"""What can happen to a registration. Every change locks its event first and is written down."""

from app.registrations.operations.again import NotAskedAgain, cannot_come, still_comes
from app.registrations.operations.changing import change_slot
from app.registrations.operations.deciding import decide
from app.registrations.operations.filling import fill, lapse
from app.registrations.operations.joining import bring_in, register
from app.registrations.operations.leaving import call_off, cancel
from app.registrations.operations.lists import Brought, bring_in_all
from app.registrations.operations.offers import accept_offer, choose, decline_offer, take_open_seat
from app.registrations.operations.refusals import (
    AddressNotProven,
    AlreadyRegistered,
    AnswersMissing,
    NoSeatsLeft,
    NoSeatToGive,
    NothingOffered,
    NothingToDecide,
    NotRegistered,
    NotSeated,
    Overtaken,
    RegisteredElsewhere,
    RegistrationClosed,
    Removed,
    SeatNeededElsewhere,
    SeatTaken,
    SlotFull,
    SlotNotOpen,
    TooLateToCancel,
    TooLateToRemove,
)
from app.registrations.operations.removing import remove
from app.registrations.operations.revising import (
    SlotInUse,
    end_series,
    keep_ahead,
    leave_out,
    publish,
    revise,
    revise_following,
)
from app.registrations.rules import Arrival, Wish
from app.registrations.states import Decision, Removal

__all__ = [
    "AddressNotProven",
    "AlreadyRegistered",
    "AnswersMissing",
    "Arrival",
    "Brought",
    "Decision",
    "NoSeatToGive",
    "NoSeatsLeft",
    "NotAskedAgain",
    "NotRegistered",
    "NotSeated",
    "NothingOffered",
    "NothingToDecide",
    "Overtaken",
    "RegisteredElsewhere",
    "RegistrationClosed",
    "Removal",
    "Removed",
    "SeatNeededElsewhere",
    "SeatTaken",
    "SlotFull",
    "SlotInUse",
    "SlotNotOpen",
    "TooLateToCancel",
    "TooLateToRemove",
    "Wish",
    "accept_offer",
    "bring_in",
    "bring_in_all",
    "call_off",
    "cancel",
    "cannot_come",
    "change_slot",
    "choose",
    "decide",
    "decline_offer",
    "end_series",
    "fill",
    "keep_ahead",
    "lapse",
    "leave_out",
    "publish",
    "register",
    "remove",
    "revise",
    "revise_following",
    "still_comes",
    "take_open_seat",
]
