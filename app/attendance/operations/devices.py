"""Helpers without an account: a link and a PIN let their phone to the door of one event."""

import hmac
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.attendance.models import DoorDevice, DoorLink
from app.attendance.passes import link_token, pin_of
from app.events.models import Event
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.kit.tokens import fingerprint, new_token, public_id

AFTER_THE_END = timedelta(hours=24)
WRONG_PINS = 5
LOCKED_FOR = timedelta(minutes=10)
LONGEST_NAME = 40


class WrongPin(Refused):
    message = _l("That is not the PIN. Please ask whoever gave you the link.")


class LinkLocked(Refused):
    message = _l("Too many wrong PINs. Please try again in ten minutes.")


class LinkOver(Refused):
    message = _l("This link is no longer good. Please ask the organizer for a new one.")


def make_link(event: Event, name: str, *, by: User, at: datetime) -> DoorLink:
    """A way to the door for helpers, good until a day after the end."""
    nonce = public_id()
    link = DoorLink(
        event=event,
        name=name.strip()[:LONGEST_NAME],
        nonce=nonce,
        token_hash=fingerprint(link_token(nonce)),
        by_id=by.id,
        made_at=at,
        expires_at=event.ends_at + AFTER_THE_END,
    )
    db.session.add(link)
    db.session.flush()
    return link


def revoke(link: DoorLink, *, at: datetime) -> None:
    """End a link and every phone that came by it."""
    link.revoked_at = link.revoked_at or at


def come_in(link: DoorLink, pin: str, name: str, *, at: datetime) -> tuple[DoorDevice, str] | None:
    """Let a phone to the door; the token that shows it is the same phone. None: a wrong PIN.

    A wrong PIN is counted, so the caller must let the transaction end well. Locks the link.
    Raises LinkOver, LinkLocked.
    """
    lock(link)
    if not link.is_live(at):
        raise LinkOver
    if link.locked_until is not None and at < link.locked_until:
        raise LinkLocked
    if not hmac.compare_digest(pin.strip().encode(), pin_of(link.nonce).encode()):
        _count_wrong_pin(link, at)
        return None
    link.wrong_pins = 0
    token = new_token()
    device = DoorDevice(
        link=link,
        token_hash=fingerprint(token),
        name=name.strip()[:LONGEST_NAME] or link.name,
        joined_at=at,
        seen_at=at,
    )
    db.session.add(device)
    db.session.flush()
    return device, token


def send_device_away(device: DoorDevice, *, at: datetime) -> None:
    """End one phone's access; what it wrote down before still counts."""
    device.sent_away_at = device.sent_away_at or at


def _count_wrong_pin(link: DoorLink, at: datetime) -> None:
    link.wrong_pins += 1
    if link.wrong_pins >= WRONG_PINS:
        link.wrong_pins, link.locked_until = 0, at + LOCKED_FOR
