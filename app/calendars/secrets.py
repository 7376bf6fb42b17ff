"""The secret in the address of one's own calendar. Its fingerprint is all that is stored."""

from flask import current_app

from app.kit.tokens import derived_token


def secret_from(nonce: str) -> str:
    """The secret that only we can make again from `nonce`."""
    return derived_token(current_app.config["SECRET_KEY"], "calendar", nonce)
