"""What can happen to a registration. Every change locks its event first and is written down."""

from app.registrations.operations.changing import SlotInUse, revise
from app.registrations.operations.filling import fill, lapse
from app.registrations.operations.joining import bring_in, register
from app.registrations.operations.leaving import call_off, cancel
from app.registrations.operations.lists import Brought, bring_in_all
from app.registrations.operations.offers import accept_offer, choose, decline_offer, take_open_seat
from app.registrations.operations.refusals import (
    AddressNotProven,
    AlreadyRegistered,
    NoSeatsLeft,
    NothingOffered,
    NotRegistered,
    Overtaken,
    RegistrationClosed,
    Removed,
    SeatTaken,
    TooLateToCancel,
)
from app.registrations.rules import Arrival, Wish

__all__ = [
    "AddressNotProven",
    "AlreadyRegistered",
    "Arrival",
    "Brought",
    "NoSeatsLeft",
    "NotRegistered",
    "NothingOffered",
    "Overtaken",
    "RegistrationClosed",
    "Removed",
    "SeatTaken",
    "SlotInUse",
    "TooLateToCancel",
    "Wish",
    "accept_offer",
    "bring_in",
    "bring_in_all",
    "call_off",
    "cancel",
    "choose",
    "decline_offer",
    "fill",
    "lapse",
    "register",
    "revise",
    "take_open_seat",
]
