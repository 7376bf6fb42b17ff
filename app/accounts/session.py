"""Who is signed in. The only file that touches Flask-Login's proxy.

The cookie carries a random token; the row behind it decides. Signing out ends the row, so a
copied cookie is worth nothing afterwards.
"""

from datetime import timedelta
from functools import lru_cache
from typing import cast

import sqlalchemy as sa
from flask import has_request_context, request, session
from flask_login import LoginManager
from flask_login import current_user as _proxy

from app.accounts.models import SignIn, User
from app.accounts.queries import key_called, live_sign_ins
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from app.web.errors import is_database_away
from app.web.request import Request

NOTED_EVERY = timedelta(minutes=10)
KEY = "sign_in"
SCOPES = "kizuna.scopes"

login_manager = LoginManager()


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load(asking: Request) -> User | None:
    """The member behind the cookie, unless the sign-in has ended or grown old.

    At the door for programs cookies do not count: there it is the member behind the key.
    """
    if is_database_away():
        return None
    return _holder() if asking.is_from_program else _signed_in()


def _signed_in() -> User | None:
    row = _row()
    if row is None or row.member.disabled_at is not None:
        return None
    at = now()
    if at - row.seen_at > NOTED_EVERY:
        row.seen_at = at
    return row.member


def _holder() -> User | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    at = now()
    key = key_called(token.strip(), at) if kind.lower() == "bearer" else None
    if key is None or not key.member.is_verified:
        return None
    request.environ[SCOPES] = tuple(key.scopes)
    if key.last_used_at is None or at - key.last_used_at > NOTED_EVERY:
        key.last_used_at = at
    return key.member


def brings_key() -> bool:
    """Whether a program shows a key, good or not."""
    return bool(getattr(request, "is_from_program", False)) and "Authorization" in request.headers


def scopes() -> tuple[str, ...]:
    """What the key of this request is good for; nothing without one."""
    return request.environ.get(SCOPES, ()) if is_signed_in() else ()


def sign_in(member: User) -> None:
    """Begin a sign-in in this browser under a new token, ending the one before."""
    sign_out()
    token, at = new_token(), now()
    device = request.headers.get("User-Agent", "")[:200]
    db.session.add(
        SignIn(
            member_id=member.id,
            token_hash=fingerprint(token),
            device=device,
            started_at=at,
            seen_at=at,
        )
    )
    session.clear()
    session.permanent = True
    session[KEY] = token


def sign_out() -> None:
    """End this browser's sign-in on the server."""
    row = _row()
    if row is not None:
        row.ended_at = now()
    session.pop(KEY, None)


def this_sign_in() -> SignIn | None:
    """The row behind this browser's cookie."""
    return _row()


def is_signed_in() -> bool:
    """Whether a member asks; a letter written outside any request has nobody asking."""
    return has_request_context() and bool(_proxy.is_authenticated)


def current_user() -> User:
    """The signed-in member. Only for views that are not `@public`."""
    return cast(User, _proxy._get_current_object())  # noqa: SLF001


def viewer() -> User | None:
    """The signed-in member, or None for a stranger; also while the database cannot be asked."""
    if has_request_context() and is_database_away():
        return None
    return current_user() if is_signed_in() else None


def _row() -> SignIn | None:
    token = session.get(KEY)
    if not token:
        return None
    given = {"at": now(), "token_hash": fingerprint(token)}
    return db.session.scalars(_sign_in(), given).one_or_none()


@lru_cache(maxsize=1)
def _sign_in() -> "sa.Select[SignIn]":
    """Written once: every page asks it, and putting it together takes longer than its answer."""
    at = sa.bindparam("at", type_=sa.DateTime(timezone=True))
    return live_sign_ins(at).where(SignIn.token_hash == sa.bindparam("token_hash"))
