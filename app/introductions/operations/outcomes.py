"""What came of an introduction, and thanks for it."""

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.queries import are_connected
from app.introductions import mails, queries
from app.introductions.models import Aftermath, Introduction, Thanks
from app.introductions.operations.refusals import (
    NotYourContact,
    NotYourTurn,
    ThankedFor,
    ThankedLately,
)
from app.introductions.queries.giving import has_thanked_for, has_thanked_since
from app.introductions.rules import Outcome, State
from app.keeping.operations import gave, touched
from app.keeping.rules import Favour, Touch
from app.kit.db import db, lock
from app.moderation.queries import are_kept_apart


def tell_outcome(introduction: Introduction, outcome: Outcome, *, by: User, at: datetime) -> None:
    """Say what came of it. The connector hears of it only if both have met. Raises NotYourTurn."""
    lock(introduction)
    two = (introduction.asker_id, introduction.target_id)
    if introduction.state != State.INTRODUCED or by.id not in two:
        raise NotYourTurn
    row = insert(Aftermath).values(
        introduction_id=introduction.id, member_id=by.id, outcome=outcome, at=at
    )
    kept = {"outcome": outcome, "at": at}
    db.session.execute(
        row.on_conflict_do_update(index_elements=["introduction_id", "member_id"], set_=kept)
    )
    db.session.expire_all()
    told = queries.outcomes_of(introduction)
    if [told[id_].outcome for id_ in two if id_ in told] == [Outcome.MET, Outcome.MET]:
        mails.fruitful(introduction, at=at)


def thank_connector(introduction: Introduction, words: str, *, by: User, at: datetime) -> Thanks:
    """Thank whoever has introduced one, once. Raises NotYourTurn, NotYourContact, ThankedFor."""
    is_one_of_two = by.id in (introduction.asker_id, introduction.target_id)
    if introduction.connector is None or not is_one_of_two:
        raise NotYourTurn
    return thank(by, introduction.connector, words, introduction=introduction, at=at)


# One note of thanks a week is kind; more of them would be something else.
THANKS_APART = timedelta(days=7)


def thank(
    sender: User,
    receiver: User,
    words: str,
    *,
    introduction: Introduction | None = None,
    at: datetime,
) -> Thanks:
    """Send a word of thanks to somebody one is connected with.

    Locks the sender. Raises NotYourContact, ThankedLately, ThankedFor.
    """
    if not are_connected(sender, receiver) or are_kept_apart(sender, receiver):
        raise NotYourContact
    lock(sender)
    if introduction is None and has_thanked_since(sender, receiver, at - THANKS_APART):
        raise ThankedLately
    if introduction is not None and has_thanked_for(introduction, sender):
        raise ThankedFor
    note = Thanks(
        from_id=sender.id,
        to_id=receiver.id,
        introduction_id=introduction.id if introduction else None,
        words=words,
        at=at,
    )
    db.session.add(note)
    db.session.flush()
    gave(sender, receiver, Favour.THANKS, at=at)
    touched(sender, receiver, Touch.THANKS, at=at)
    mails.thanked(note, receiver, at=at)
    return note
