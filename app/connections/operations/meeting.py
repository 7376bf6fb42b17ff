"""Two people with their phones: one shows a code, the other scans it."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.codes import was_scanned
from app.connections.models import Connection, VenueConsent
from app.connections.operations.remembering import share
from app.connections.operations.tying import CannotConnect, connect, request
from app.connections.queries import agree_at_once, between, evening_of_both
from app.connections.rules import Origin, State
from app.kit.db import db
from app.kit.errors import Refused

# Whoever shows a code is looking at their phone; a letter would only come in between.
PATIENCE = timedelta(minutes=15)


class CodeIsOver(Refused):
    message = _l("This code is no longer shown. Please scan it again.")


def meet(
    scanner: User, shown: User, slip: str, fields: Collection[str], *, at: datetime
) -> Connection:
    """`scanner` has scanned the code that `shown` shows, and lets them have `fields`.

    The tie stands at once where both are at the same event now and both have agreed to that;
    else `shown` is asked. Scanned again, it only changes what is shared.
    Raises CodeIsOver, also between people who are kept apart: a block must not be told.
    """
    if not was_scanned(scanner, shown, slip, at):
        raise CodeIsOver
    tie = _tie(scanner, shown, at)
    share(tie, scanner, fields, at=at)
    return tie


def agree_at_venues(member: User, *, at: datetime) -> None:
    """Let others who agree, too, be connected with `member` at once at an event of both."""
    row = insert(VenueConsent).values(member_id=member.id, agreed_at=at)
    db.session.execute(row.on_conflict_do_nothing())


def stop_at_venues(member: User) -> None:
    """Be asked every time again."""
    db.session.execute(sa.delete(VenueConsent).where(VenueConsent.member_id == member.id))


def _tie(scanner: User, shown: User, at: datetime) -> Connection:
    known = between(scanner, shown)
    if known is not None and known.state == State.ACTIVE:
        return known
    evening = evening_of_both(scanner, shown, at)
    try:
        asked = request(scanner, shown, event=evening, at=at, writes_after=PATIENCE)
    except CannotConnect:
        raise CodeIsOver from None
    if evening is not None and agree_at_once(scanner, shown, evening):
        return connect(scanner, shown, Origin.MET, event=evening, at=at)
    return asked
