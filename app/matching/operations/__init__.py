"""What can happen between people who might meet, and to the tables of an evening."""

from app.matching.operations.answering import NotYetOver, tell_afterwards
from app.matching.operations.asking import plan_rounds
from app.matching.operations.describing import add_word
from app.matching.operations.dismissing import dismiss, take_dismissal_back
from app.matching.operations.learning import learn_from, set_aside, take_up
from app.matching.operations.liking import KnownAlready, Liked, TooManyLikes, like, unlike
from app.matching.operations.moving import change_seat, lock_table
from app.matching.operations.pacing import go_on, rest, set_pace
from app.matching.operations.planning import put_right
from app.matching.operations.refusals import (
    CannotSitThere,
    NothingToBegin,
    NotItsTurn,
    RoundIsOver,
    RoundMovedOn,
    SamePerson,
    TablesMovedOn,
    TooFewPeople,
    TooFewSeated,
)
from app.matching.operations.ruling import lift, rule
from app.matching.operations.running import begin, begin_next, end, take_back
from app.matching.operations.theming import TooManyTopics, set_theme

__all__ = [
    "CannotSitThere",
    "KnownAlready",
    "Liked",
    "NotItsTurn",
    "NotYetOver",
    "NothingToBegin",
    "RoundIsOver",
    "RoundMovedOn",
    "SamePerson",
    "TablesMovedOn",
    "TooFewPeople",
    "TooFewSeated",
    "TooManyLikes",
    "TooManyTopics",
    "add_word",
    "begin",
    "begin_next",
    "change_seat",
    "dismiss",
    "end",
    "go_on",
    "learn_from",
    "lift",
    "like",
    "lock_table",
    "plan_rounds",
    "put_right",
    "rest",
    "rule",
    "set_aside",
    "set_pace",
    "set_theme",
    "take_back",
    "take_dismissal_back",
    "take_up",
    "tell_afterwards",
    "unlike",
]
