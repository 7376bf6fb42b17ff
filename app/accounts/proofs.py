"""Links that prove an address: made, written out, opened and used once."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import EmailProof, Purpose, User
from app.kit.db import db
from app.kit.letters import absolute
from app.kit.tokens import derived_token, fingerprint, public_id

LASTS = {
    Purpose.SIGN_IN: timedelta(minutes=60),
    Purpose.REGISTER: timedelta(hours=24),
    Purpose.CLAIM: timedelta(days=7),
    Purpose.ADDRESS: timedelta(minutes=60),
    Purpose.SECOND: timedelta(hours=24),
}
PATHS = {
    Purpose.SIGN_IN: "/sign-in/link/",
    Purpose.REGISTER: "/confirm/",
    Purpose.CLAIM: "/claim/",
    Purpose.ADDRESS: "/address/",
    Purpose.SECOND: "/account/second/",
}


def new_proof(
    member: User, purpose: Purpose, intent: dict[str, Any], *, at: datetime
) -> EmailProof:
    """A link for `member`, good for `purpose` alone and for as long as that kind lasts."""
    return new_proofs([(member, intent)], purpose, at=at)[0]


def new_proofs(
    wanted: list[tuple[User, dict[str, Any]]], purpose: Purpose, *, at: datetime
) -> list[EmailProof]:
    """Links of one kind for many members, each with its own intent."""
    proofs = [_proof(member, purpose, intent, at) for member, intent in wanted]
    db.session.add_all(proofs)
    db.session.flush()
    return proofs


def link(proof: EmailProof) -> str:
    """The full address to open. Whoever reads it can use it: for letters only."""
    return absolute(PATHS[proof.purpose] + _token(proof.purpose, proof.nonce))


def proof_behind(token: str, purpose: Purpose) -> EmailProof | None:
    """The proof `token` opens, if it is of that kind."""
    query = sa.select(EmailProof).where(
        EmailProof.token_hash == fingerprint(token), EmailProof.purpose == purpose
    )
    return db.session.scalars(query).one_or_none()


def _proof(member: User, purpose: Purpose, intent: dict[str, Any], at: datetime) -> EmailProof:
    nonce = public_id()
    return EmailProof(
        member_id=member.id,
        purpose=purpose,
        nonce=nonce,
        token_hash=fingerprint(_token(purpose, nonce)),
        intent=intent,
        asked_at=at,
        expires_at=at + LASTS[purpose],
    )


def _token(purpose: Purpose, nonce: str) -> str:
    return derived_token(current_app.config["SECRET_KEY"], f"proof:{purpose}", nonce)
