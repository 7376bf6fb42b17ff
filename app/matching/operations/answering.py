"""What people say about those they were shown: "did you meet?", "not useful"."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.kit.db import db
from app.kit.errors import Refused
from app.matching.circles import terms_between
from app.matching.models.likes import Answer
from app.matching.rules.feedback import AFTERWARDS, Said


class NotYetOver(Refused):
    message = _l("You can answer this once the event has begun.")


def answer(member: User, other: User, said: Said, *, event: Event | None, at: datetime) -> None:
    """Keep what `member` says about `other`; the last word holds. Nobody else reads it.

    What could be seen of the two when it was first said stays beside it, to learn from.
    """
    row = insert(Answer).values(
        terms=terms_between(member, other, event, at=at),
        member_id=member.id,
        person_id=other.id,
        event_id=event.id if event else None,
        said=said,
        at=at,
    )
    same = [Answer.member_id, Answer.person_id, Answer.event_id]
    db.session.execute(
        row.on_conflict_do_update(index_elements=same, set_={"said": said, "at": at})
    )


def tell_afterwards(member: User, other: User, said: Said, *, event: Event, at: datetime) -> None:
    """Keep the answer to "did you meet?" about somebody at `event`. Raises NotYetOver."""
    if at < event.starts_at or said not in AFTERWARDS:
        raise NotYetOver
    answer(member, other, said, event=event, at=at)


def take_back(member: User, other: User, said: Said) -> None:
    """Forget an answer that was taken back, wherever it was given."""
    gone = sa.delete(Answer).where(
        Answer.member_id == member.id, Answer.person_id == other.id, Answer.said == said
    )
    db.session.execute(gone)
