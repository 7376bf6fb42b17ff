"""What can happen to an account: asking for links, using them, passwords, new members, keys."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts import mails, passwords
from app.accounts.models import ApiToken, EmailProof, Purpose, Scope, SignIn, User
from app.accounts.names import as_hiragana, one_line, one_spelling, split
from app.accounts.proofs import link, new_proof, new_proofs, proof_behind
from app.accounts.queries import member_at
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint, new_token, public_id


class LinkExpired(Refused):
    message = _l("This link has been used or is too old. Please ask for a new one.")
    status = 410


class AddressTaken(Refused):
    message = _l("Somebody has an account with this address already.")


class PasswordRefused(Refused):
    message = _l("Please choose another password: at least 8 characters, and not a common one.")


@dataclass(frozen=True)
class Newcomer:
    """What somebody says about themselves when they first register for something."""

    email: str
    family_name: str
    given_name: str
    reading: str = ""
    locale: str = "ja"
    timezone: str = "Asia/Tokyo"


@dataclass(frozen=True)
class Settings:
    """How somebody wants to be called, and in which language and time zone."""

    family_name: str
    given_name: str
    reading: str
    display_name: str
    locale: str
    timezone: str


def ask_to_sign_in(email: str, *, at: datetime, then: str = "/") -> None:
    """Mail a link that signs in, if there is such a member.

    If there is not, the same is written for somebody else and undone at once: neither the answer
    nor the time it takes may tell who is here.
    """
    member = member_at(email)
    stand_in = db.session.scalars(sa.select(User).order_by(User.id).limit(1)).first()
    is_known = member is not None and member.disabled_at is None
    whom = member if is_known else stand_in
    if whom is None:
        return
    with db.session.begin_nested() as trial:
        _promise(whom, Purpose.SIGN_IN, {"next": then}, at)
        if not is_known:
            trial.rollback()


def begin_registration(newcomer: Newcomer, intent: dict[str, Any], *, at: datetime) -> EmailProof:
    """Mail a link that proves the address and carries `intent`, whoever has the address.

    Nothing about somebody who is here already changes before the link has been used.
    """
    names = {
        "family_name": one_line(newcomer.family_name),
        "given_name": one_line(newcomer.given_name),
        "reading": as_hiragana(newcomer.reading),
        "locale": newcomer.locale,
        "timezone": newcomer.timezone,
    }
    email = one_spelling(newcomer.email)
    row = insert(User).values(email=email, public_id=public_id(), joined_at=at, **names)
    db.session.execute(row.on_conflict_do_nothing(index_elements=[User.email]))
    member = db.session.scalars(sa.select(User).where(User.email == email)).one()
    return _promise(member, Purpose.REGISTER, {**intent, "names": names}, at)


def begin_claim(member: User, intent: dict[str, Any], *, at: datetime) -> EmailProof:
    """A link for somebody an organizer brought in without an address, to be handed over."""
    return new_proof(member, Purpose.CLAIM, intent, at=at)


def send_claim(member: User, intent: dict[str, Any], *, at: datetime) -> EmailProof:
    """Mail somebody an organizer brought in the link that makes the place theirs."""
    return _promise(member, Purpose.CLAIM, {**intent, "by_mail": True}, at)


def send_claims(wanted: list[tuple[User, dict[str, Any]]], *, at: datetime) -> None:
    """Mail such a link to everybody on a list, each with its own intent."""
    by_mail = [(member, {**intent, "by_mail": True}) for member, intent in wanted]
    proofs = new_proofs(by_mail, Purpose.CLAIM, at=at)
    members = (member for member, _intent in wanted)
    mails.proofs_asked(list(zip(proofs, members, strict=True)), at=at)


def claim_link(proof: EmailProof) -> str:
    """The address to hand over. Raises ValueError for a link that only a mailbox may see."""
    if proof.purpose != Purpose.CLAIM or proof.intent.get("by_mail"):
        raise ValueError("only claims of people without an address are handed over")
    return link(proof)


def prove_for_claim(claim: EmailProof, email: str, *, at: datetime) -> EmailProof:
    """Mail a link to the address somebody gives for the place that waits for them."""
    address = one_spelling(email)
    intent = {**claim.intent, "address": address, "claim": claim.id}
    proof = new_proof(claim.member, Purpose.ADDRESS, intent, at=at)
    mails.proof_asked(proof, claim.member, at=at)
    return proof


def open_proof(token: str, purpose: Purpose, *, at: datetime) -> EmailProof:
    """The proof behind a link, without using it. Raises LinkExpired."""
    proof = proof_behind(token, purpose)
    if proof is None or not proof.is_open(at) or proof.member.disabled_at is not None:
        raise LinkExpired
    return proof


def use_proof(proof: EmailProof, *, at: datetime, locale: str = "") -> User:
    """Use the link up and return whose address it proves. Raises LinkExpired.

    For an address that already has an account, that account; the place stays as it was.
    Whoever proves an address for the first time is written to in their own `locale` from then on.
    """
    lock(proof)
    member = lock(proof.member)
    if not proof.is_open(at) or _comes_too_late(proof):
        raise LinkExpired
    _use_up(proof, at)
    owner = _owner_of_new_address(proof)
    if owner is not None:
        member = owner
    if member.disabled_at is not None:
        raise LinkExpired
    if member.email_verified_at is None:
        _introduce_themselves(member, proof.intent.get("names", {}))
        member.email_verified_at = at
        member.locale = locale or member.locale
    return member


def member_with(email: str, password: str) -> User | None:
    """The member with that address and password, after the same work whoever is asked for."""
    member = member_at(email)
    if not passwords.matches(member.password_hash if member else None, password):
        return None
    if member is None or not member.is_verified:
        return None
    if passwords.is_outdated(member.password_hash or ""):
        member.password_hash = passwords.hashed(password)
    return member


def set_password(member: User, password: str, *, keep: SignIn | None, at: datetime) -> None:
    """Set the password, end every sign-in but `keep`, kill open links, and write to the member.

    Raises PasswordRefused.
    """
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise PasswordRefused
    if passwords.is_common(password) or passwords.is_own_name(password, member.email or ""):
        raise PasswordRefused
    member.password_hash = passwords.hashed(password)
    end_sign_ins(member, keep=keep, at=at)
    _kill_links(member, at)
    mails.password_changed(member, at=at)


def end_sign_ins(member: User, *, keep: SignIn | None = None, at: datetime) -> None:
    """End every sign-in of `member`, but `keep`."""
    live = sa.update(SignIn).where(SignIn.member_id == member.id, SignIn.ended_at.is_(None))
    if keep is not None:
        live = live.where(SignIn.id != keep.id)
    db.session.execute(live.values(ended_at=at))


def change_settings(member: User, settings: Settings) -> None:
    """Take over what the member says about themselves."""
    for field, value in asdict(settings).items():
        setattr(member, field, value)


def new_user(email: str, name: str, *, is_staff: bool = False, at: datetime) -> User:
    """A member whose address the operator vouches for. Raises AddressTaken."""
    if member_at(email) is not None:
        raise AddressTaken
    family, given = split(name)
    member = User(
        email=one_spelling(email),
        email_verified_at=at,
        family_name=family,
        given_name=given,
        is_staff=is_staff,
        joined_at=at,
    )
    db.session.add(member)
    db.session.flush()
    return member


def new_api_token(
    member: User,
    name: str,
    *,
    scopes: Iterable[Scope] = Scope,
    expires_at: datetime | None = None,
    at: datetime,
) -> str:
    """A key to the HTTP API, told this once; good for everything unless `scopes` says less."""
    token = f"kz_{new_token()}"
    row = ApiToken(
        member_id=member.id,
        name=name,
        token_hash=fingerprint(token),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=expires_at,
    )
    db.session.add(row)
    db.session.flush()
    return token


def revoke(key: ApiToken, *, at: datetime) -> None:
    """Make a key worthless from this moment on."""
    key.revoked_at = at


def _promise(member: User, purpose: Purpose, intent: dict[str, Any], at: datetime) -> EmailProof:
    proof = new_proof(member, purpose, intent, at=at)
    mails.proof_asked(proof, member, at=at)
    return proof


def _comes_too_late(proof: EmailProof) -> bool:
    """Whether the place has been taken: a second address must not take over what is somebody's."""
    return "address" in proof.intent and proof.member.email_verified_at is not None


def _use_up(proof: EmailProof, at: datetime) -> None:
    proof.used_at = at
    if "claim" in proof.intent:
        db.session.get_one(EmailProof, proof.intent["claim"]).used_at = at
    if proof.purpose == Purpose.SIGN_IN:
        _kill_links(proof.member, at)


def _kill_links(member: User, at: datetime) -> None:
    """No link that signs in outlives the use of another, nor a new password."""
    open_links = sa.update(EmailProof).where(
        EmailProof.member_id == member.id,
        EmailProof.purpose == Purpose.SIGN_IN,
        EmailProof.used_at.is_(None),
    )
    db.session.execute(open_links.values(used_at=at))


def _owner_of_new_address(proof: EmailProof) -> User | None:
    """Give the address just proven to the place it was proven for; else name who has it."""
    address = proof.intent.get("address")
    if address is None:
        return None
    owner = member_at(address)
    if owner is not None and owner.id != proof.member_id:
        return owner
    proof.member.email = address
    return None


def _introduce_themselves(member: User, names: dict[str, str]) -> None:
    """Take the names given with the link; nobody had proven to be this person before."""
    for field, value in names.items():
        setattr(member, field, value)
