"""Whoever a list named takes the place over, or gives it back."""

from datetime import datetime

from app.accounts.models import EmailProof, User
from app.accounts.operations import use_proof
from app.kit.db import db
from app.registrations.operations import say_no, say_yes
from app.registrations.queries import places_held_by


def take_over(proof: EmailProof, *, at: datetime, locale: str) -> User:
    """Use the link up, and make the place theirs who holds the address; returns whom that is.

    An account that the address has already gets the place; where there is none, the name on the
    list becomes one. Raises LinkExpired, Removed.
    """
    stand_in = proof.member
    places = list(db.session.scalars(places_held_by(stand_in)))
    member = use_proof(proof, at=at, locale=locale)
    db.session.flush()
    for registration in places:
        say_yes(registration, member, at=at)
    return member


def give_back(proof: EmailProof, *, at: datetime) -> None:
    """Use the link up, and give the place back. Raises LinkExpired."""
    for registration in list(db.session.scalars(places_held_by(proof.member))):
        say_no(registration, at=at)
    proof.used_at = at
