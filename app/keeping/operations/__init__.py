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
from app.keeping.operations.touching import keep_up, note_touch, snooze, touched
from app.keeping.operations.writing import nudge, promise_digests

__all__ = [
    "TooManyTargets",
    "drop_target",
    "fill_target",
    "gave",
    "keep_up",
    "look_for",
    "note_evening",
    "note_favour",
    "note_letters",
    "note_touch",
    "nudge",
    "promise_digests",
    "put_away_idle",
    "reopen_target",
    "reviewed",
    "set_aim",
    "set_goals",
    "snooze",
    "touched",
]
