"""What can happen around a recap."""

from app.recaps.operations.promising import (
    promise_again,
    promise_recaps,
    say_i_came,
    say_i_was_mistaken,
)
from app.recaps.operations.speaking import (
    CannotAnswer,
    Material,
    Wording,
    answer,
    compose,
    take_back_answer,
    try_out,
)
from app.recaps.operations.tapping import NotOffered, tap

__all__ = [
    "CannotAnswer",
    "Material",
    "NotOffered",
    "Wording",
    "answer",
    "compose",
    "promise_again",
    "promise_recaps",
    "say_i_came",
    "say_i_was_mistaken",
    "take_back_answer",
    "tap",
    "try_out",
]
