"""Organizers say who is to sit together, and who is not to meet."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.events.models import Event
from app.groups.journal import Deed, note
from app.kit.db import db
from app.matching.models import Pairing
from app.matching.operations.refusals import SamePerson
from app.matching.rules.seating import PairRule


def rule(
    event: Event,
    pair: tuple[User, User],
    says: PairRule,
    *,
    is_always: bool,
    by: User,
    at: datetime,
) -> None:
    """Keep two people apart or put them together, on this evening or on all of the group.

    What was said of the two before no longer holds. Raises SamePerson.
    """
    low, high = sorted(member.id for member in pair)
    if low == high:
        raise SamePerson
    said = {"rule": says, "by_id": by.id, "at": at}
    row = insert(Pairing).values(
        group_id=event.group_id,
        event_id=None if is_always else event.id,
        low_id=low,
        high_id=high,
        **said,
    )
    ways = [Pairing.group_id, Pairing.event_id, Pairing.low_id, Pairing.high_id]
    db.session.execute(row.on_conflict_do_update(index_elements=ways, set_=said))
    note(event.group, Deed.PAIR_RULED, by=by, at=at, event=event)


def lift(pairing: Pairing, event: Event, *, by: User, at: datetime) -> None:
    """The two may sit as it comes."""
    db.session.delete(pairing)
    note(event.group, Deed.PAIR_FREED, by=by, at=at, event=event)
