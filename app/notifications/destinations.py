"""Domains that mail goes to: none gets more than it can take, or while it asks for a rest."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.kit.db import db
from app.notifications.insisting import insist
from app.notifications.models import Destination, Mail
from app.notifications.rules import Priority

DOMAIN = sa.func.split_part(User.email, "@", 2)


def is_open(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a letter may go where it goes. Needs the member's row and the domain's, outer."""
    return sa.or_(
        Destination.rests_until.is_(None),
        Destination.rests_until <= at,
        # The share of a second is for the many; a sign-in link does not wait for it.
        sa.and_(Mail.priority == Priority.AWAITED, Destination.reason == ""),
    )


def count(domains: Iterable[str], at: datetime, rate: float) -> None:
    """Leave each domain alone for as long as what it has just been given is worth."""
    rows = [
        {"domain": domain, "rests_until": at + timedelta(seconds=number / rate), "reason": ""}
        for domain, number in sorted(Counter(domains).items())
    ]
    row = insert(Destination)
    longer = sa.func.greatest(Destination.rests_until, row.excluded.rests_until)
    once = row.on_conflict_do_update(
        index_elements=[Destination.domain],
        set_={
            "rests_until": longer,
            "reason": sa.case((Destination.rests_until > at, Destination.reason), else_=""),
        },
    )
    db.session.execute(once, rows)


def rest(domain: str, until: datetime, reason: str) -> None:
    """Leave one domain alone until then; every other goes on getting its letters. Commits."""
    row = insert(Destination).values(domain=domain, rests_until=until, reason=reason[:500])
    change = row.on_conflict_do_update(
        index_elements=[Destination.domain],
        set_={"rests_until": row.excluded.rests_until, "reason": row.excluded.reason},
    )
    insist(lambda: db.session.execute(change))


def resting(at: datetime) -> list[Destination]:
    """Domains that have asked for a rest and are having it."""
    query = sa.select(Destination).where(Destination.rests_until > at, Destination.reason != "")
    return list(db.session.scalars(query.order_by(Destination.domain)))
