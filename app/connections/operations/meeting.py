"""Two people with their phones: one shows a code, the other scans it."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.connections.codes import is_shown, slip_for, was_scanned
from app.connections.models import Connection, VenueConsent
from app.connections.operations.remembering import share
from app.connections.operations.tying import CannotConnect, connect, request
from app.connections.queries import agree_at_once, between, evening_of_both, who_shows
from app.connections.rules import Origin, State
from app.kit.db import db
from app.kit.errors import Refused

# Whoever shows a code is looking at their phone; a letter would only come in between.
PATIENCE = timedelta(minutes=15)
READ = re.compile(r"(?:\S*/meet/)?([a-z0-9]{1,32})/([\w-]{1,64})", re.ASCII)


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


def scan(scanner: User, read: str, fields: Collection[str], *, at: datetime) -> Connection:
    """`scanner` has just read a code off somebody's phone, and answers in the same breath.

    `read` is all that stands in the code, an address, or its end: whose it is, and the code.
    Raises CodeIsOver, alike for what is old, made up, one's own, or of somebody kept apart.
    """
    found = READ.fullmatch(read.strip())
    shown = who_shows(found[1], scanner) if found else None
    if found is None or shown is None:
        raise CodeIsOver
    code = found[2]
    if not (is_shown(shown, code, at) or was_scanned(scanner, shown, code, at)):
        raise CodeIsOver
    return meet(scanner, shown, slip_for(scanner, shown, at), fields, at=at)


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
