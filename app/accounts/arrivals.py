"""People who are written to before they have ever been here, and their first step in."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.accounts.names import as_hiragana, one_line, one_spelling
from app.accounts.queries import member_at
from app.kit.db import db
from app.kit.tokens import public_id


def somebody_at(email: str, *, locale: str, at: datetime) -> User:
    """Whoever has the address; else a place without a proven address, seen by nobody."""
    address = one_spelling(email)
    row = insert(User).values(email=address, public_id=public_id(), locale=locale, joined_at=at)
    db.session.execute(row.on_conflict_do_nothing(index_elements=[User.email]))
    return db.session.scalars(sa.select(User).where(User.email == address)).one()


def is_known(email: str) -> bool:
    """Whether somebody signs in with that address. Only its own mailbox may be told."""
    member = member_at(email)
    return member is not None and (member.is_verified or member.disabled_at is not None)


def prove(member: User, names: Mapping[str, str], *, locale: str, at: datetime) -> None:
    """Let somebody new in, under the names they give. For links that only their mailbox held."""
    member.family_name = one_line(names.get("family_name"))
    member.given_name = one_line(names.get("given_name"))
    member.reading = as_hiragana(names.get("reading"))
    member.locale = locale
    member.email_verified_at = at
