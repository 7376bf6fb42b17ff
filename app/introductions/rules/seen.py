"""Two views of one row: what each party is shown of a request, and when."""

from datetime import datetime
from enum import StrEnum

from app.introductions.rules.states import ANSWERABLE, Answer, EndReason, State


class Seen(StrEnum):
    """What a party is shown of a request."""

    DRAFT = "draft"
    CHECKING = "checking"
    YOUR_TURN = "your_turn"
    INTRODUCED = "introduced"
    NOT_THIS_TIME = "not_this_time"
    WITHDRAWN = "withdrawn"
    TURNED_AWAY = "turned_away"


_AS_IT_IS = {
    State.DRAFT: Seen.DRAFT,
    State.INTRODUCED: Seen.INTRODUCED,
    State.WITHDRAWN: Seen.WITHDRAWN,
}


def seen_by_asker(
    state: State, closes: datetime, at: datetime, *, reason: EndReason | None = None
) -> Seen:
    """Decline, silence, a full inbox, a block and "nobody knows both" all look the same."""
    if state in _AS_IT_IS:
        return _AS_IT_IS[state]
    if state == State.CLOSED and reason == EndReason.SCREENED_OUT:
        return Seen.TURNED_AWAY
    return Seen.CHECKING if at < closes else Seen.NOT_THIS_TIME


def seen_by_connector(
    state: State, *, has_forwarded: bool, closes: datetime, at: datetime
) -> Seen | None:
    """None when there is nothing to see: declined, withdrawn, or never theirs to answer."""
    if state == State.WITH_CONNECTOR:
        return Seen.YOUR_TURN
    if state == State.WITHDRAWN or not has_forwarded:
        return None
    return seen_by_asker(state, closes, at)


def seen_by_asked(
    answer: Answer | None, state: State, closes: datetime, at: datetime
) -> Seen | None:
    """Whoever is asked sees a request while it is theirs to answer, and after a yes of theirs.

    A yes that leads nowhere looks like one still waiting, until the neutral hour. Where two are
    asked, the no of one leaves the other's question open: it tells nobody anything.
    """
    if answer is None and state in ANSWERABLE:
        return Seen.YOUR_TURN
    if answer != Answer.YES or state == State.WITHDRAWN:
        return None
    return seen_by_asker(state, closes, at)
