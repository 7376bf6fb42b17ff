"""What can happen to a registration. Every change locks its event first and is written down."""

from app.registrations.operations.again import NotAskedAgain, cannot_come, still_comes
from app.registrations.operations.changing import change_slot, choose
from app.registrations.operations.deciding import decide
from app.registrations.operations.drawing import draw, promise
from app.registrations.operations.filling import fill, lapse
from app.registrations.operations.guards import require_open
from app.registrations.operations.introducing import introduce
from app.registrations.operations.joining import bring_in, register
from app.registrations.operations.leaving import call_off, cancel
from app.registrations.operations.lists import Brought, bring_in_all
from app.registrations.operations.named import say_no, say_yes
from app.registrations.operations.naming import nominate, withdraw_nomination
from app.registrations.operations.offers import accept_offer, decline_offer, take_open_seat
from app.registrations.operations.pairing import (
    ask_along,
    come_alone,
    give_up_waiting,
    join,
    open_invitation,
)
from app.registrations.operations.pairing import decline as decline_buddy
from app.registrations.operations.ranking import rank, rankable
from app.registrations.operations.refusals import (
    AddressNotProven,
    AlreadyRegistered,
    AnswersMissing,
    AskedTooOften,
    BuddyInvitationOver,
    DrawNotDue,
    DrawUnderWay,
    NoBuddyNow,
    NomineesFull,
    NoSeatsLeft,
    NoSeatToGive,
    NothingOffered,
    NothingToDecide,
    NotInDraw,
    NotRegistered,
    NotSeated,
    Overtaken,
    OwnInvitation,
    RegisteredElsewhere,
    RegistrationClosed,
    Removed,
    SeatNeededElsewhere,
    SeatTaken,
    SlotFull,
    SlotNotOpen,
    TooLateToCancel,
    TooLateToRemove,
    ValueMissing,
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
    "AskedTooOften",
    "Brought",
    "BuddyInvitationOver",
    "Decision",
    "DrawNotDue",
    "DrawUnderWay",
    "NoBuddyNow",
    "NoSeatToGive",
    "NoSeatsLeft",
    "NomineesFull",
    "NotAskedAgain",
    "NotInDraw",
    "NotRegistered",
    "NotSeated",
    "NothingOffered",
    "NothingToDecide",
    "Overtaken",
    "OwnInvitation",
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
    "ValueMissing",
    "Wish",
    "accept_offer",
    "ask_along",
    "bring_in",
    "bring_in_all",
    "call_off",
    "cancel",
    "cannot_come",
    "change_slot",
    "choose",
    "come_alone",
    "decide",
    "decline_buddy",
    "decline_offer",
    "draw",
    "end_series",
    "fill",
    "give_up_waiting",
    "introduce",
    "join",
    "keep_ahead",
    "lapse",
    "leave_out",
    "nominate",
    "open_invitation",
    "promise",
    "publish",
    "rank",
    "rankable",
    "register",
    "remove",
    "require_open",
    "revise",
    "revise_following",
    "say_no",
    "say_yes",
    "still_comes",
    "take_open_seat",
    "withdraw_nomination",
]
