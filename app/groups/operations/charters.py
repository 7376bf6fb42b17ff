"""Founding a group, and what it says about itself."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.groups import search
from app.groups.journal import Deed, note
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.db import db
from app.kit.errors import Refused
from app.kit.slugs import slug_from
from app.kit.tokens import public_id
from app.profiles.traits import Stance


class SlugTaken(Refused):
    message = _l("That address is already taken.")


class AddressNotProven(Refused):
    message = _l("Please confirm your e-mail address first.")


@dataclass(frozen=True)
class Charter:
    """What a group says about itself, disclosure card included."""

    name: str
    kind: Kind
    slug: str = ""
    summary: str = ""
    description: str = ""
    run_by: str = ""
    commercial_tie: str = ""
    sponsor: str = ""
    stance: Stance = Stance.NONE


def found(charter: Charter, by: User, *, at: datetime) -> Group:
    """Found a group; whoever does so owns it. Raises SlugTaken, AddressNotProven."""
    if not by.is_verified:
        raise AddressNotProven
    group = Group(founded_at=at, **(asdict(charter) | {"slug": _free_slug(charter)}))
    search.index(group)
    db.session.add(group)
    db.session.flush()
    owner = Membership(group_id=group.id, member_id=by.id, role=Role.OWNER, joined_at=at)
    db.session.add(owner)
    db.session.flush()
    return group


def revise(group: Group, charter: Charter, *, by: User, at: datetime) -> None:
    """Change what the group says about itself. Its address stays, so that links do."""
    for name, value in asdict(charter).items():
        if name != "slug":
            setattr(group, name, value)
    search.index(group)
    note(group, Deed.GROUP_REVISED, by=by, at=at)


def _free_slug(charter: Charter) -> str:
    """The slug that was asked for, else one made from the name. Raises SlugTaken."""
    wanted = charter.slug or slug_from(charter.name)
    taken = db.session.scalar(sa.select(Group.id).where(Group.slug == wanted)) is not None
    if not taken:
        return wanted
    if charter.slug:
        raise SlugTaken
    return f"{wanted}-{public_id()[:4]}"
