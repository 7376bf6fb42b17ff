"""How often programs may call: by key, and by network address where there is none.

A key opens 300 calls a minute. Whoever keeps coming with keys that are worth nothing is asked to
rest: 60 in 15 minutes from one address.
"""

from flask import Blueprint, Response, request
from flask_limiter.util import get_remote_address

from app.kit.tokens import fingerprint
from app.web.limits import limiter

CALLS = "300 per minute"
BAD_KEYS = "60 per 15 minutes"
UNKNOWN = 401


def limit_calls(bp: Blueprint) -> Blueprint:
    """Limit the calls that may be made at this door."""
    limiter.limit(_calls, key_func=_caller)(bp)
    limiter.limit(BAD_KEYS, deduct_when=_is_unknown)(bp)
    return bp


def _calls() -> str:
    return CALLS


def _caller() -> str:
    shown = request.headers.get("Authorization") or request.headers.get("X-API-Key")
    return f"key {fingerprint(shown)}" if shown else get_remote_address()


def _is_unknown(answer: Response) -> bool:
    return answer.status_code == UNKNOWN
