"""What the parties hear. The asker gets exactly two letters: received, and the result."""

from app.introductions.mails import digest as _digest  # noqa: F401 -- signs up for its kind
from app.introductions.mails.board import answered, matched_on_board
from app.introductions.mails.care import paused, taken_care_of, to_look_at, to_screen
from app.introductions.mails.consulting import advice_agreed, asked_for_advice
from app.introductions.mails.outcomes import fruitful, introduced, thanked
from app.introductions.mails.requests import (
    asked_connector,
    asked_target,
    proposed,
    received,
    turned_away,
)
from app.introductions.mails.together import (
    asked_to_do,
    asked_to_learn,
    due_today,
    time_to_tell,
)

__all__ = [
    "advice_agreed",
    "answered",
    "asked_connector",
    "asked_for_advice",
    "asked_target",
    "asked_to_do",
    "asked_to_learn",
    "due_today",
    "fruitful",
    "introduced",
    "matched_on_board",
    "paused",
    "proposed",
    "received",
    "taken_care_of",
    "thanked",
    "time_to_tell",
    "to_look_at",
    "to_screen",
    "turned_away",
]
