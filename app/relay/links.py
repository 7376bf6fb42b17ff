"""Addresses that answers go to: each good for one writer, one reader and one matter.

The address itself says whose it is; nobody but us can make one, and no row is kept for it.
"""

import hmac
import re
from dataclasses import dataclass

from flask import current_app

from app.accounts.models import User
from app.kit.tokens import address_token
from app.relay.rules import Matter

LOCAL = re.compile(r"reply-([a-z])([0-9a-f]{1,8})-([a-z0-9]{12})-([a-z0-9]{12})-([a-z2-7]{16})")


@dataclass(frozen=True)
class Slip:
    """What an address says: who may write to whom, about what. Names are public ids."""

    matter: Matter
    about_id: int
    writer: str
    reader: str


def reply_address(matter: Matter, about_id: int, *, writer: User, reader: User) -> str:
    """Where `writer` answers `reader`; empty where mail to us does not arrive anywhere."""
    domain = current_app.config["MAIL_REPLY_DOMAIN"]
    if not domain:
        return ""
    name = f"{matter}{about_id:x}-{writer.public_id}-{reader.public_id}"
    return f"reply-{name}-{_token(name)}@{domain}"


def slip_in(address: str) -> Slip | None:
    """What `address` says; None when it is none of ours."""
    local, _, domain = address.strip().lower().rpartition("@")
    found = LOCAL.fullmatch(local)
    if found is None or domain != current_app.config["MAIL_REPLY_DOMAIN"]:
        return None
    matter, about, writer, reader, token = found.groups()
    if not hmac.compare_digest(token, _token(f"{matter}{about}-{writer}-{reader}")):
        return None
    return Slip(Matter(matter), int(about, 16), writer, reader) if matter in set(Matter) else None


def thread_of(matter: Matter, about_id: int, one: User, other: User) -> str:
    """The name of what two people write to each other about one matter, whoever writes."""
    first, second = sorted((one.public_id, other.public_id))
    return f"thread.{matter}{about_id:x}.{first}.{second}"


def _token(name: str) -> str:
    return address_token(current_app.config["SECRET_KEY"], "reply", name)
