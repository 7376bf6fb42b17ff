"""Who no longer comes to a group's events, and who might be one of them under another name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.groups.models import Ban, Group
from app.groups.rules import address_key, likenesses, name_key
from app.kit.db import db
from app.kit.tokens import fingerprint


def is_banned(group: Group, member: User) -> bool:
    """Whether the organizers no longer let `member` come: as a member, by address or by name.

    Somebody on the team never is: a namesake of theirs may well be.
    """
    return bool(banned_among(group, [member]))


def is_address_banned(group: Group, email: str) -> bool:
    """Whether that address is on the list, whoever has it."""
    query = sa.select(Ban.id).where(Ban.group_id == group.id, Ban.email_hash == address_hash(email))
    return db.session.scalars(query).first() is not None


def banned_among(group: Group, people: Sequence[User]) -> set[int]:
    """The ids of those of `people` who are banned."""
    hashes = {person.id: address_hash(person.email) for person in people}
    keys = {person.id: _name_keys(person) for person in people}
    found = db.session.scalars(
        sa.select(Ban).where(
            Ban.group_id == group.id,
            sa.or_(
                Ban.member_id == _any(keys, sa.Integer),
                sa.and_(Ban.email_hash != "", Ban.email_hash == _any(hashes.values(), sa.Text)),
                sa.and_(
                    Ban.name_key != "", Ban.name_key == _any(set().union(*keys.values()), sa.Text)
                ),
            ),
        )
    ).all()
    ids = {ban.member_id for ban in found}
    addresses = {ban.email_hash for ban in found} - {""}
    names = {ban.name_key for ban in found} - {""}
    on_team = {membership.member_id for membership in group.team}
    return {
        person.id
        for person in people
        if person.id in ids or hashes[person.id] in addresses or keys[person.id] & names
    } - on_team


def resembling(group: Group, people: Sequence[User]) -> dict[int, Ban]:
    """Those of `people` who are not banned, but whose name is like that of somebody who is.

    For the organizers to look at: a name is no proof, and nobody is refused for it.
    """
    return _resembling(group, people, {person.id: _Looks.of(person) for person in people})


def resembling_among(group: Group, ids: "sa.Select[int]") -> list[tuple[User, Ban]]:
    """The same for everybody of thousands, of whom only those who are alike are loaded."""
    watched = _watched(group)
    if not watched:
        return []
    keys = db.session.execute(sa.select(User.id, User.name_key).where(User.id.in_(ids)))
    looks = {member_id: _Looks.of_key(key) for member_id, key in keys}
    alike = [member_id for member_id, mine in looks.items() if _like(mine, watched)]
    people = db.session.scalars(sa.select(User).where(User.id.in_(alike)).order_by(User.id)).all()
    found = _resembling(group, people, looks)
    return [(person, found[person.id]) for person in people if person.id in found]


@dataclass(frozen=True)
class _Looks:
    """What somebody's names may be taken for. Two readings alone say nothing: many share one."""

    names: frozenset[str]
    reading: frozenset[str] = frozenset()

    @staticmethod
    def of(person: User) -> "_Looks":
        names = (likenesses(name) for name in _names(person))
        return _Looks(frozenset().union(*names), likenesses(person.reading))

    @staticmethod
    def of_key(key: str) -> "_Looks":
        """From the folded names that are kept for finding people; the reading comes last."""
        *names, reading = key.split("|")
        return _Looks(frozenset().union(*map(likenesses, names)), likenesses(reading))

    @staticmethod
    def of_banned(ban: Ban) -> "_Looks":
        return _Looks.of(ban.member) if ban.member else _Looks(likenesses(ban.name))

    def are_like(self, other: "_Looks") -> bool:
        return not (
            self.names.isdisjoint(other.names)
            and self.names.isdisjoint(other.reading)
            and self.reading.isdisjoint(other.names)
        )


def _watched(group: Group) -> list[tuple[Ban, _Looks]]:
    return [(ban, _Looks.of_banned(ban)) for ban in db.session.scalars(bans_of(group))]


def _like(mine: _Looks, watched: list[tuple[Ban, _Looks]]) -> Ban | None:
    return next((ban for ban, theirs in watched if mine.are_like(theirs)), None)


def _resembling(
    group: Group, people: Sequence[User], looks: Mapping[int, _Looks]
) -> dict[int, Ban]:
    watched = _watched(group) if people else []
    found = {person.id: _like(looks[person.id], watched) for person in people}
    alike = [person for person in people if found[person.id] and not group.role_of(person)]
    banned = banned_among(group, alike) if alike else set()
    return {
        person.id: ban
        for person in alike
        if (ban := found[person.id]) is not None and person.id not in banned
    }


def bans_of(group: Group) -> "sa.Select[Ban]":
    """The ban list, the latest first, with whom each is about and who made it."""
    return (
        sa.select(Ban)
        .options(joinedload(Ban.member), joinedload(Ban.by))
        .where(Ban.group_id == group.id)
        .order_by(Ban.banned_at.desc(), Ban.id.desc())
    )


def address_hash(address: str | None) -> str:
    """What is kept of the address of somebody who is banned; empty for none."""
    return fingerprint(address_key(address)) if address else ""


def _names(person: User) -> tuple[str, ...]:
    family, given = person.family_name, person.given_name
    return (family + given, given + family, person.display_name)


def _name_keys(person: User) -> set[str]:
    return {name_key(name) for name in _names(person)} - {""}


def _any(
    values: Iterable[object], kind: type[sa.Integer] | type[sa.Text]
) -> sa.ColumnElement[bool]:
    return sa.any_(sa.literal(list(values), ARRAY(kind)))
