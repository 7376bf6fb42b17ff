"""In which language and time zone we speak with whoever is asking."""

from flask import current_app, has_request_context, request
from werkzeug.wrappers import Response

from app.accounts.session import viewer

LOCALES = ("ja", "en")
COOKIE = "locale"
A_YEAR = 365 * 86_400


def choose_locale() -> str:
    """What the reader chose here, else what a link asks for, their account or their browser."""
    usual: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return usual
    chosen = _chosen()
    if chosen in LOCALES:
        return chosen
    member = viewer()
    if member is not None:
        return member.locale
    # The usual locale goes first, so that it wins where the browser has no wish.
    offered = sorted(LOCALES, key=lambda locale: locale != usual)
    return request.accept_languages.best_match(offered, default=usual) or usual


def _chosen() -> str | None:
    """What this very request asks for: a program by its header, a browser by cookie or link."""
    if request.is_from_program:  # type: ignore[attr-defined]
        return request.accept_languages.best_match(LOCALES)
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LOCALES else request.args.get("lang")


def remember_locale(answer: Response, locale: str) -> None:
    """Keep the choice in this browser, for pages before and after signing in."""
    is_secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        COOKIE, locale, max_age=A_YEAR, secure=is_secure, httponly=True, samesite="Lax"
    )


def choose_timezone() -> str:
    """The member's own zone, else the installation's."""
    usual: str = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    member = viewer() if has_request_context() else None
    return member.timezone if member else usual
