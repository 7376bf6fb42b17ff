"""Every page is for members unless it says `@public`; `require` does the rest."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import brings_key, current_user, is_signed_in
from app.policy import Can, allows
from app.web.errors import wants_json

View = TypeVar("View", bound=Callable[..., object])

_public: set[Callable[..., object]] = set()


def public(view: View) -> View:
    """Open a view to people who have not signed in."""
    _public.add(view)
    return view


def is_public(endpoint: str) -> bool:
    """Whether strangers may open the page `endpoint`."""
    return current_app.view_functions.get(endpoint) in _public


def ask_to_sign_in() -> ResponseReturnValue | None:
    """Run before every request: show strangers the way in."""
    endpoint = request.endpoint or ""
    is_open = is_public(endpoint) and not brings_key()
    if endpoint not in current_app.view_functions or is_open or is_signed_in():
        return None
    return show_the_way_in()


def show_the_way_in() -> ResponseReturnValue:
    """What strangers get instead of a page for members: the sign-in, and back afterwards."""
    if wants_json():
        abort(401)
    flash(_("Please sign in first."), "refused")
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted), 303)


def require(can: Can, subject: object = None) -> None:
    """Go on only if the signed-in member may; otherwise 403."""
    if not allows(current_user(), can, subject):
        abort(403)
