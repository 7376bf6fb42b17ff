"""The one step every change of a round is made of, written down as it is taken."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.kit.db import db
from app.matching.models import Round, RoundChange
from app.matching.operations.refusals import RoundMovedOn
from app.matching.rules.seating import RoundState


def step(
    round_: Round,
    to: RoundState,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    **values: object,
) -> None:
    """Move a round on, unless somebody else has just done so. Raises RoundMovedOn."""
    before = round_.state
    changed = {"state": to} | values
    change = (
        sa.update(Round)
        .where(Round.id == round_.id, Round.state == before)
        .values(**changed)
        .returning(Round.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalars(change).one_or_none() is None:
        raise RoundMovedOn
    for name, value in changed.items():
        set_committed_value(round_, name, value)
    write_down(round_, before, to, by=by, at=at, reason=reason)


def write_down(
    round_: Round,
    before: RoundState | None,
    after: RoundState | None,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Add a line to the record of rounds; no state after means that it is no longer planned."""
    db.session.add(
        RoundChange(
            event_id=round_.event_id,
            number=round_.number,
            from_state=before,
            to_state=after,
            actor_id=by.id if by else None,
            reason=reason,
            at=at,
        )
    )
