"""The code somebody shows to be connected: it changes every minute, so that a photo is no use.

It is derived from the installation's secret, so that nothing has to be kept.
"""

import hmac
from datetime import datetime

from flask import current_app

from app.accounts.models import User
from app.kit.letters import absolute
from app.kit.tokens import derived_token

SECONDS = 60
# Somebody who has scanned the code still chooses what to share. Only the scan must be fresh.
STEPS_TO_ANSWER = 10


def code_of(member: User, at: datetime) -> str:
    """What stands in the code that `member` shows at that moment."""
    return _code(member, _step(at))


def code_url(member: User, at: datetime) -> str:
    return absolute(f"/meet/{member.public_id}/{code_of(member, at)}")


def seconds_left(at: datetime) -> int:
    """How long the code stays as it is."""
    return SECONDS - int(at.timestamp()) % SECONDS


def is_shown(member: User, code: str, at: datetime) -> bool:
    """Whether `member` shows that code, or did until a moment ago."""
    return _is_one_of(code, [_code(member, step) for step in _steps(at, 2)])


def slip_for(scanner: User, shown: User, at: datetime) -> str:
    """What `scanner` is given for a code that was fresh: good for them alone, for ten minutes."""
    return _slip(scanner, shown, _step(at))


def was_scanned(scanner: User, shown: User, slip: str, at: datetime) -> bool:
    """Whether `scanner` has scanned a fresh code of `shown`'s not long ago."""
    return _is_one_of(slip, [_slip(scanner, shown, step) for step in _steps(at, STEPS_TO_ANSWER)])


def invitation_token(nonce: str) -> str:
    """What stands in the address of a link to connect."""
    return derived_token(_secret(), "connect", nonce)


def _is_one_of(code: str, good: list[str]) -> bool:
    return any(hmac.compare_digest(code.encode(), one.encode()) for one in good)


def _steps(at: datetime, number: int) -> range:
    return range(_step(at), _step(at) - number, -1)


def _code(member: User, step: int) -> str:
    return derived_token(_secret(), "meet", f"{member.public_id}:{step}")[:16]


def _slip(scanner: User, shown: User, step: int) -> str:
    whose = f"{scanner.public_id}:{shown.public_id}:{step}"
    return derived_token(_secret(), "scanned", whose)[:16]


def _step(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
