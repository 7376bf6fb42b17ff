"""What can happen while two people keep in touch."""

from app.keeping.operations.evenings import note_evening, put_away_idle
from app.keeping.operations.favours import gave, note_favour, reviewed
from app.keeping.operations.goals import (
    TooManyTargets,
    drop_target,
    fill_target,
    look_for,
    reopen_target,
    set_aim,
    set_goals,
)
from app.keeping.operations.letters import note_letters
from app.keeping.operations.pledges import (
    PromisedEnough,
    Word,
    forget_promise,
    keep_promise,
    let_go,
    promise,
    take_up_again,
    word_anew,
)
from app.keeping.operations.touching import keep_up, note_touch, snooze, touched
from app.keeping.operations.writing import nudge, promise_digests

__all__ = [
    "PromisedEnough",
    "TooManyTargets",
    "Word",
    "drop_target",
    "fill_target",
    "forget_promise",
    "gave",
    "keep_promise",
    "keep_up",
    "let_go",
    "look_for",
    "note_evening",
    "note_favour",
    "note_letters",
    "note_touch",
    "nudge",
    "promise",
    "promise_digests",
    "put_away_idle",
    "reopen_target",
    "reviewed",
    "set_aim",
    "set_goals",
    "snooze",
    "take_up_again",
    "touched",
    "word_anew",
]
