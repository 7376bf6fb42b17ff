"""The board of chores: naming one, taking it on, giving it back, having done it."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.alongside import mails, queries
from app.alongside.models import Chore, Hand
from app.alongside.operations.refusals import (
    AllHandsTaken,
    ChoresFull,
    NothingToChange,
    NotOpenAnyMore,
    OnlyForThoseWhoCome,
    TooManyNamed,
)
from app.alongside.operations.steps import log, set_hand
from app.alongside.queries import chores as board
from app.alongside.rules import (
    DONE_WITHIN,
    MOST_CHORES,
    MOST_NAMED,
    ChoreState,
    HandState,
)
from app.events.models import Event
from app.kit.db import db, lock


@dataclass(frozen=True)
class ChoreDraft:
    """What is to be done, and by how many."""

    words: str
    note: str = ""
    wanted: int = 1


def name(event: Event, draft: ChoreDraft, *, by: User, at: datetime) -> Chore:
    """Put a chore on the board: whoever runs the event, and whoever comes.

    Locks the event. Raises NotOpenAnyMore, OnlyForThoseWhoCome, ChoresFull, TooManyNamed.
    """
    lock(event)
    if not event.is_on or event.has_ended(at):
        raise NotOpenAnyMore
    if board.number_on_board(event) >= MOST_CHORES:
        raise ChoresFull
    if not event.group.is_run_by(by):
        if not queries.comes(event, by):
            raise OnlyForThoseWhoCome
        if board.open_by(event, by) >= MOST_NAMED:
            raise TooManyNamed
    chore = Chore(
        event=event,
        named_by_id=by.id,
        words=draft.words,
        note=draft.note,
        wanted=draft.wanted,
        state=ChoreState.OPEN,
        named_at=at,
    )
    db.session.add(chore)
    db.session.flush()
    log(chore, "", ChoreState.OPEN, by=by, at=at)
    return chore


def take(chore: Chore, *, shows_name: bool, by: User, at: datetime) -> None:
    """Take a chore on. Whoever no longer comes makes room; taking it twice is taking it once.

    Locks the chore. Raises NotOpenAnyMore, OnlyForThoseWhoCome, AllHandsTaken.
    """
    _hold(chore)
    _require_open(chore, at)
    if not queries.comes(chore.event, by):
        raise OnlyForThoseWhoCome
    _let_go(chore, at)
    if board.hand_of(chore, by) is not None:
        return
    if len(board.helpers_of(chore)) >= chore.wanted:
        raise AllHandsTaken
    hand = Hand(chore=chore, member_id=by.id, shows_name=shows_name, taken_at=at)
    set_hand(hand, chore, HandState.TAKEN, by=by, at=at)
    db.session.add(hand)
    db.session.flush()


def give_back(chore: Chore, *, by: User, at: datetime) -> None:
    """Somebody else may take it. Locks the chore. Raises NothingToChange."""
    _hold(chore)
    set_hand(_own(chore, by, HandState.TAKEN), chore, HandState.GIVEN_BACK, by=by, at=at)


def finish(chore: Chore, *, by: User, at: datetime) -> None:
    """One's own part is done. Locks the chore. Raises NothingToChange, NotOpenAnyMore."""
    _hold(chore)
    _require_recent(chore, at)
    set_hand(_own(chore, by, HandState.TAKEN), chore, HandState.DONE, by=by, at=at)


def reopen(chore: Chore, *, by: User, at: datetime) -> None:
    """It is not done after all. Locks the chore. Raises NothingToChange, NotOpenAnyMore."""
    _hold(chore)
    _require_recent(chore, at)
    set_hand(_own(chore, by, HandState.DONE), chore, HandState.TAKEN, by=by, at=at)


def show_name(chore: Chore, *, shows: bool, by: User) -> None:
    """Let the organizers read who it is, or no longer. Raises NothingToChange."""
    _hold(chore)
    _own(chore, by, HandState.TAKEN, HandState.DONE).shows_name = shows


def drop(chore: Chore, *, by: User, at: datetime) -> None:
    """Take a chore off the board; whoever has taken it is told, unless it is done.

    Those who run the event may, and whoever has named it as long as nobody else has taken it.
    What somebody has done stays in their history. Locks the chore. Raises NothingToChange.
    """
    _hold(chore)
    hands = board.helpers_of(chore)
    is_touched = any(hand.member_id != by.id for hand in hands)
    if not chore.event.group.is_run_by(by) and is_touched:
        raise NothingToChange
    chore.state = ChoreState.DROPPED
    log(chore, ChoreState.OPEN, ChoreState.DROPPED, by=by, at=at)
    waiting = [hand for hand in hands if hand.state == HandState.TAKEN and hand.member_id != by.id]
    mails.chore_dropped(chore, [hand.member for hand in waiting], at=at)


def may_finish_until(event: Event) -> datetime:
    """Until when one can say that a chore is done, or is not."""
    return event.ends_at + DONE_WITHIN


def _hold(chore: Chore) -> None:
    """Go on with a chore that is on the board, and held. Raises NothingToChange."""
    lock(chore)
    if chore.state != ChoreState.OPEN:
        raise NothingToChange


def _own(chore: Chore, member: User, *states: HandState) -> Hand:
    hand = board.hand_of(chore, member)
    if hand is None or hand.state not in states:
        raise NothingToChange
    return hand


def _require_open(chore: Chore, at: datetime) -> None:
    if not chore.event.is_on or chore.event.has_ended(at):
        raise NotOpenAnyMore


def _require_recent(chore: Chore, at: datetime) -> None:
    if not chore.event.is_on or at >= may_finish_until(chore.event):
        raise NotOpenAnyMore


def _let_go(chore: Chore, at: datetime) -> None:
    """Whoever has given their seat back no longer holds a chore."""
    for hand in board.gone_from(chore):
        set_hand(hand, chore, HandState.GIVEN_BACK, by=None, at=at)
    db.session.flush()
