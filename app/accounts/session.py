"""Who is signed in. The only file that touches Flask-Login's proxy.

The cookie carries a random token; the row behind it decides. Signing out ends the row, so a
copied cookie is worth nothing afterwards.
"""

from datetime import timedelta
from typing import cast

from flask import has_request_context, request, session
from flask_login import LoginManager
from flask_login import current_user as _proxy

from app.accounts.models import SignIn, User
from app.accounts.queries import live_sign_ins
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from app.web.errors import is_database_away

NOTED_EVERY = timedelta(minutes=10)
KEY = "sign_in"

login_manager = LoginManager()


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load(_request: object) -> User | None:
    """The member behind the cookie, unless the sign-in has ended or grown old."""
    row = None if is_database_away() else _row()
    if row is None or row.member.disabled_at is not None:
        return None
    at = now()
    if at - row.seen_at > NOTED_EVERY:
        row.seen_at = at
    return row.member


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
    query = live_sign_ins(now()).where(SignIn.token_hash == fingerprint(token))
    return db.session.scalars(query).one_or_none()
