"""What happens at the door: all of it is written into a record that only ever grows."""

from app.attendance.operations.admitting import admit, look, scan_ticket
from app.attendance.operations.afterwards import (
    Answer,
    AnsweredBefore,
    NotCountedAsMissing,
    NothingToAnswer,
    answer,
    claim,
    take_back,
    unclaim,
)
from app.attendance.operations.closing import (
    NotClosed,
    NothingToClose,
    NotOverYet,
    TooLateToReopen,
    close,
    close_due,
    put_in_step,
    reopen,
)
from app.attendance.operations.correcting import excuse, leave, receive_fee, settle, undo
from app.attendance.operations.importing import note_arrivals
from app.attendance.operations.oneself import (
    NoSeatToTake,
    NotOpenNow,
    check_oneself_in,
    keep_door,
)
from app.attendance.operations.record import NothingToUndo, Outcome, Scan
from app.attendance.operations.syncing import MOST_RECORDS, Record, Result, Sender, receive
from app.attendance.operations.walking_in import (
    AnsweredAlready,
    NoName,
    Visitor,
    admit_all_the_same,
    let_in,
    send_away,
    walk_in,
    write_down,
)

__all__ = [
    "MOST_RECORDS",
    "Answer",
    "AnsweredAlready",
    "AnsweredBefore",
    "NoName",
    "NoSeatToTake",
    "NotClosed",
    "NotCountedAsMissing",
    "NotOpenNow",
    "NotOverYet",
    "NothingToAnswer",
    "NothingToClose",
    "NothingToUndo",
    "Outcome",
    "Record",
    "Result",
    "Scan",
    "Sender",
    "TooLateToReopen",
    "Visitor",
    "admit",
    "admit_all_the_same",
    "answer",
    "check_oneself_in",
    "claim",
    "close",
    "close_due",
    "excuse",
    "keep_door",
    "leave",
    "let_in",
    "look",
    "note_arrivals",
    "put_in_step",
    "receive",
    "receive_fee",
    "reopen",
    "scan_ticket",
    "send_away",
    "settle",
    "take_back",
    "unclaim",
    "undo",
    "walk_in",
    "write_down",
]
