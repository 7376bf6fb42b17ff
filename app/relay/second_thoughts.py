"""A page between "send" and sending: whether it is what one wants to say first."""

from collections.abc import Iterable

from flask import render_template, request
from wtforms import Field

from app.relay.rules.first_words import Mention, mentions_in

SURE, AGAIN = "sure", "again"
NOT_KEPT = {"csrf_token", SURE, AGAIN}


def second_thought(fields: Iterable[Field]) -> str | None:
    """The page, with every word that was typed; None where nothing asks for it, or they are sure.

    It refuses nothing: whoever means it presses once more.
    """
    written = [field for field in fields if field.data]
    found: dict[Mention, str] = {}
    for field in written:
        found = mentions_in(field.data) | found
    if not found or SURE in request.form:
        return None
    return render_template(
        "relay/_second_thought.html",
        found=found.values(),
        written=written,
        kept=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_KEPT],
    )


def goes_back() -> bool:
    """Whether the reader would rather change their words: the form opens again as it was."""
    return AGAIN in request.form
