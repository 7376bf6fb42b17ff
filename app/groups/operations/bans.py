"""Keeping somebody away from a group's events, without a word to them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.names import one_spelling
from app.accounts.queries import member_at
from app.groups.journal import Deed, note
from app.groups.models import Ban, Group
from app.groups.operations.belonging import let_go
from app.groups.queries import address_hash
from app.groups.rules import name_key
from app.kit.db import db, lock
from app.kit.errors import Refused


class CannotBanYourself(Refused):
    message = _l("You cannot ban yourself.")


class NobodyNamed(Refused):
    message = _l("Please give an e-mail address or a name.")


@dataclass(frozen=True)
class Unwelcome:
    """Whom a ban is about, by one of three; `note` says why and is for the organizers alone."""

    member: User | None = None
    email: str = ""
    name: str = ""
    note: str = ""


def ban(group: Group, whom: Unwelcome, *, by: User, at: datetime) -> Ban:
    """Keep somebody away from now on; a member of the group belongs no longer. They hear nothing.

    Doing so twice gives the same ban. Locks the group. Raises CannotBanYourself, NobodyNamed,
    OutOfRank, LastOwner.
    """
    lock(group)
    made = _ban_on(whom)
    if whom.member == by:
        raise CannotBanYourself
    if not (made.member_id or made.email_hash or made.name_key):
        raise NobodyNamed
    _end_membership(group, whom, by)
    standing = _standing(group, made)
    if standing is not None:
        standing.note = whom.note or standing.note
        return standing
    made.group_id, made.by_id, made.banned_at = group.id, by.id, at
    db.session.add(made)
    db.session.flush()
    note(group, Deed.BANNED, by=by, at=at, details=_named(made))
    return made


def lift(ban: Ban, group: Group, *, by: User, at: datetime) -> None:
    """Let somebody come again. What the ban has ended stays ended."""
    note(group, Deed.UNBANNED, by=by, at=at, details=_named(ban))
    db.session.delete(ban)


def _end_membership(group: Group, whom: Unwelcome, by: User) -> None:
    """By account with all that rank asks for; by address silently, and not on the team."""
    if whom.member is not None:
        let_go(group, whom.member, by=by)
        return
    holder = member_at(whom.email) if whom.email else None
    if holder is not None and group.role_of(holder) is None:
        let_go(group, holder, by=by)


def _ban_on(whom: Unwelcome) -> Ban:
    """The ban, not yet anybody's. A member's address is kept as a fingerprint only."""
    if whom.member is not None:
        hidden = address_hash(whom.member.email)
        return Ban(member_id=whom.member.id, email_hash=hidden, name_key="", note=whom.note)
    email = one_spelling(whom.email)
    return Ban(
        email=email,
        email_hash=address_hash(email),
        name=whom.name,
        name_key=name_key(whom.name),
        note=whom.note,
    )


def _standing(group: Group, made: Ban) -> Ban | None:
    """The ban there is on the same member, address and name."""
    same = sa.select(Ban).where(
        Ban.group_id == group.id,
        Ban.member_id.is_not_distinct_from(made.member_id),
        Ban.email_hash == made.email_hash,
        Ban.name_key == made.name_key,
    )
    return db.session.scalars(same).first()


def _named(ban: Ban) -> dict[str, object]:
    if ban.member_id is not None:
        return {"member_id": ban.member_id}
    return {"name": ban.name or ban.email}
