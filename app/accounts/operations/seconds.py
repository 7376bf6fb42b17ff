"""A second mailbox, by which others know a little better who somebody is."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts import mails
from app.accounts.models import EmailProof, Purpose, SecondAddress, User
from app.accounts.names import is_same_house, one_spelling
from app.accounts.operations.entering import LinkExpired
from app.accounts.proofs import new_proof
from app.kit.db import db, lock
from app.kit.errors import Refused

A_DAY = timedelta(days=1)
ASKED_A_DAY = 3


class AskedEnough(Refused):
    message = _l("We have sent several such links today. Please try again tomorrow.")
    status = 429


class StandsForSomebody(Refused):
    message = _l("This address stands for somebody else here already. Please use another one.")


def ask_for_second(member: User, address: str, *, at: datetime) -> None:
    """Mail a link to another mailbox of `member`'s; earlier ones are worth nothing any more.

    The same happens whoever has that mailbox: only it may be told. Locks the member.
    Raises AskedEnough.
    """
    lock(member)
    asked = _proofs_of(member)
    lately = sa.select(sa.func.count()).select_from(EmailProof).where(*asked)
    if (db.session.scalar(lately.where(EmailProof.asked_at > at - A_DAY)) or 0) >= ASKED_A_DAY:
        raise AskedEnough
    _kill(member, at)
    proof = new_proof(member, Purpose.SECOND, {"address": one_spelling(address)}, at=at)
    mails.proof_asked(proof, member, at=at)


def confirm_second(proof: EmailProof, *, by: User, at: datetime) -> None:
    """The mailbox is `by`'s, who has opened its link while signed in. An earlier one is gone.

    The first address is told. Locks the member. Raises LinkExpired, StandsForSomebody.
    """
    lock(by)
    lock(proof)
    address = str(proof.intent.get("address", ""))
    if proof.member_id != by.id or not proof.is_open(at) or is_same_house(by.email, address):
        raise LinkExpired
    if _stands_for_another(by, address):
        raise StandsForSomebody
    proof.used_at, proof.intent = at, {}
    row = insert(SecondAddress).values(member_id=by.id, address=address, confirmed_at=at)
    proven = {"address": address, "confirmed_at": at}
    db.session.execute(
        row.on_conflict_do_update(index_elements=[SecondAddress.member_id], set_=proven)
    )
    mails.second_changed(by, at=at)


def drop_second(member: User, *, at: datetime) -> None:
    """Have no second address any more; open links are worth nothing. The first one is told."""
    lock(member)
    _kill(member, at)
    gone = sa.delete(SecondAddress).where(SecondAddress.member_id == member.id)
    if db.session.scalars(gone.returning(SecondAddress.member_id)).first() is not None:
        mails.second_changed(member, at=at)


def _stands_for_another(member: User, address: str) -> bool:
    """Whether somebody else signs in by that address, or has it for their second."""
    first = sa.select(User.id).where(
        User.email == address, User.id != member.id, User.email_verified_at.is_not(None)
    )
    second = sa.select(SecondAddress.member_id).where(
        SecondAddress.address == address, SecondAddress.member_id != member.id
    )
    return db.session.scalars(sa.union_all(first, second).limit(1)).first() is not None


def _proofs_of(member: User) -> "tuple[sa.ColumnElement[bool], ...]":
    return (EmailProof.member_id == member.id, EmailProof.purpose == Purpose.SECOND)


def _kill(member: User, at: datetime) -> None:
    """Make open links worthless, and forget the addresses they went to."""
    gone = sa.update(EmailProof).where(*_proofs_of(member), EmailProof.used_at.is_(None))
    db.session.execute(gone.values(used_at=at))
    db.session.execute(sa.update(EmailProof).where(*_proofs_of(member)).values(intent={}))
