"""Unguessable names for tickets, links and sign-ins, and what we keep of them."""

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64encode

PUBLIC_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_token() -> str:
    """22 URL-safe characters, 128 bits of randomness."""
    return secrets.token_urlsafe(16)


def public_id() -> str:
    """12 characters without look-alikes, 59 bits: a name for URLs, never a permission."""
    return "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(12))


def fingerprint(token: str) -> str:
    """What we keep of a token: its SHA-256, in 64 hexadecimal characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret: str, purpose: str, name: str) -> str:
    """A 22-character token that only the holder of `secret` can make again (HMAC-SHA256)."""
    digest = hmac.digest(secret.encode(), f"{purpose}:{name}".encode(), "sha256")
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def address_token(secret: str, purpose: str, name: str) -> str:
    """16 characters for a mail address, where case may get lost: 80 bits (HMAC-SHA256, base32)."""
    digest = hmac.digest(secret.encode(), f"{purpose}:{name}".encode(), "sha256")
    return b32encode(digest[:10]).decode().lower()
