"""What lets people to a door: links and PINs for helpers, codes on the host's screen, posters.

All of it is derived from the installation's secret, so that nothing secret is kept.
"""

import hashlib
import hmac
from datetime import datetime

from flask import current_app

from app.events.models import Event
from app.kit.letters import absolute
from app.kit.tokens import derived_token

PIN_DIGITS = 6
# The code on the screen changes this often, in seconds; the one before is good for as long again,
# since somebody may just have begun to type it.
CODE_SECONDS = 30
CODE_DIGITS = 6


def link_token(nonce: str) -> str:
    """What stands in the address of a helper's link."""
    return derived_token(_secret(), "door", nonce)


def link_url(nonce: str) -> str:
    return absolute(f"/door/{link_token(nonce)}")


def pin_of(nonce: str) -> str:
    """The PIN that goes with the link, told by another way than the link."""
    return _digits("door-pin", nonce, PIN_DIGITS)


def screen_code(event: Event, at: datetime) -> str:
    """The code on the host's screen at that moment."""
    return _digits("screen", f"{event.public_id}:{_step(at)}", CODE_DIGITS)


def is_on_screen(event: Event, code: str, at: datetime) -> bool:
    """Whether the code is on the screen, or was a moment ago."""
    good = [
        _digits("screen", f"{event.public_id}:{step}", CODE_DIGITS)
        for step in (_step(at), _step(at) - 1)
    ]
    return any(hmac.compare_digest(code.encode(), one.encode()) for one in good)


def seconds_left(at: datetime) -> int:
    """How long the code on the screen stays, in seconds."""
    return CODE_SECONDS - int(at.timestamp()) % CODE_SECONDS


def poster_token(event: Event) -> str:
    """What stands in the address on the poster for people who have not registered."""
    return derived_token(_secret(), "poster", event.public_id)


def poster_url(event: Event) -> str:
    return absolute(f"/walk-in/{event.public_id}/{poster_token(event)}")


def _step(at: datetime) -> int:
    return int(at.timestamp()) // CODE_SECONDS


def _digits(purpose: str, name: str, number: int) -> str:
    digest = hmac.digest(_secret().encode(), f"{purpose}:{name}".encode(), hashlib.sha256)
    return str(int.from_bytes(digest[:8], "big") % 10**number).zfill(number)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
