"""Letters about an account: links that prove an address, and news of a changed password."""

from datetime import datetime

from app.accounts.models import EmailProof, Purpose, User
from app.accounts.proofs import link
from app.kit.db import db
from app.kit.letters import Letter, write
from app.kit.tokens import public_id
from app.notifications.composers import SECURITY, Manner, composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.notifications.rules import Priority

UNASKED = Manner(at_night=True, is_noticed=False)
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105 -- the name of a letter
SECOND_CHANGED = "accounts.second_changed"
KINDS = {
    Purpose.SIGN_IN: "accounts.sign_in",
    Purpose.REGISTER: "accounts.confirm",
    Purpose.CLAIM: "accounts.claim",
    Purpose.ADDRESS: "accounts.address",
    Purpose.SECOND: "accounts.second",
}


def proof_asked(proof: EmailProof, member: User, *, at: datetime) -> None:
    """Send the link. A letter that would arrive after its link has died is not sent."""
    proofs_asked([(proof, member)], at=at)


def proofs_asked(proofs: list[tuple[EmailProof, User]], *, at: datetime) -> None:
    """Send many people their links."""
    post_all([(member, _with(proof)) for proof, member in proofs], at=at)


def password_changed(member: User, *, at: datetime) -> None:
    key = f"{PASSWORD_CHANGED}:{public_id()}"
    post(member, Promise(PASSWORD_CHANGED, key, priority=Priority.AWAITED), at=at)


def second_changed(member: User, *, at: datetime) -> None:
    """Tell the first address that there is a second one, or none any more."""
    key = f"{SECOND_CHANGED}:{public_id()}"
    post(member, Promise(SECOND_CHANGED, key, priority=Priority.AWAITED), at=at)


def _with(proof: EmailProof) -> Promise:
    return Promise(
        KINDS[proof.purpose],
        f"proof:{proof.id}",
        about_id=proof.id,
        priority=Priority.AWAITED,
        expires_at=proof.expires_at,
    )


@composes(KINDS[Purpose.SIGN_IN], manner=SECURITY)
def _sign_in(mail: Mail) -> Letter | None:
    return _with_link(mail, "accounts/mail/sign_in")


@composes(KINDS[Purpose.REGISTER], manner=SECURITY)
def _confirm(mail: Mail) -> Letter | None:
    return _with_link(mail, "accounts/mail/confirm")


@composes(KINDS[Purpose.CLAIM], manner=SECURITY)
def _claim(mail: Mail) -> Letter | None:
    return _with_link(mail, "accounts/mail/claim")


@composes(KINDS[Purpose.ADDRESS], manner=SECURITY)
def _address(mail: Mail) -> Letter | None:
    return _with_link(mail, "accounts/mail/address")


# Whoever has that mailbox has perhaps never heard of us: what they gave back stays away.
@composes(KINDS[Purpose.SECOND], manner=UNASKED)
def _second(mail: Mail) -> Letter | None:
    return _with_link(mail, "accounts/mail/second")


@composes(SECOND_CHANGED, manner=SECURITY)
def _second_changed(mail: Mail) -> Letter | None:
    return write("accounts/mail/second_changed", to=mail.member, at=mail.posted_at)


@composes(PASSWORD_CHANGED, manner=SECURITY)
def _password_changed(mail: Mail) -> Letter | None:
    return write("accounts/mail/password_changed", to=mail.member, at=mail.posted_at)


def _with_link(mail: Mail, template: str) -> Letter | None:
    """The letter, unless its link has been used up meanwhile.

    Whoever has not proven the address is not greeted by name: anybody may have typed it.
    """
    proof = db.session.get(EmailProof, mail.about_id)
    if proof is None or proof.used_at is not None or mail.member.disabled_at is not None:
        return None
    return write(
        template,
        to=mail.member,
        address=proof.intent.get("address"),
        url=link(proof),
        event=str(proof.intent.get("event", "")),
        by=str(proof.intent.get("by", "")),
        came=bool(proof.intent.get("came")),
        expires_at=proof.expires_at,
    )
