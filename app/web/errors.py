"""How a no looks: a flash and the way back, a kind page, or a problem document."""

import logging
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException, InternalServerError

from app.kit.db import db, is_passing
from app.kit.errors import Refused
from app.kit.tokens import public_id
from app.web.paths import own_path

log = logging.getLogger(__name__)

AWAY = "kizuna.database_away"
EXPLAINED = "/api/docs"
# Lock wait, timeout, connections, disk full.
BUSY = {"55P03", "57014", "53300", "53100"}

PAGES = {403, 404, 410, 413, 429, 500, 503}
TITLES = {
    400: _l("We could not understand that request."),
    401: _l("Please sign in first."),
    403: _l("You may not do that."),
    404: _l("We could not find that."),
    405: _l("That is not how this page works."),
    409: _l("That is not possible right now."),
    410: _l("This is no longer here."),
    413: _l("That is too large."),
    415: _l("Please send JSON."),
    422: _l("Please correct what is marked."),
    429: _l("Too many tries. Please wait a little."),
    500: _l("Something went wrong on our side."),
    503: _l("We are catching our breath. Please try again in a moment."),
}


def install(app: Flask) -> None:
    """Answer refusals and errors in the reader's language, whatever the door."""
    app.register_error_handler(Refused, refuse)
    app.register_error_handler(DBAPIError, database_trouble)
    app.register_error_handler(NoConnectionFree, rush)
    app.register_error_handler(HTTPException, http_error)


def refuse(error: Refused) -> ResponseReturnValue:
    """Answer an expected no. Undoes whatever the operation had begun."""
    db.session.rollback()
    if wants_json():
        return problem(error.status, code=type(error).__name__, detail=str(error.message))
    flash(str(error.message), "refused")
    return redirect(way_back(), 303)


def refused(no: Refused, page: Callable[[], str]) -> ResponseReturnValue:
    """Say an expected no above the page's form, which still holds what was typed.

    Undoes whatever the operation had begun, before `page` reads the database again.
    """
    db.session.rollback()
    flash(str(no.message), "refused")
    return page(), no.status


def database_trouble(error: DBAPIError) -> ResponseReturnValue:
    """The database is away or busy: say so kindly. Anything else is our own fault."""
    db.session.rollback()
    if not is_passing(error) and getattr(error.orig, "sqlstate", None) not in BUSY:
        return http_error(InternalServerError(original_exception=error))
    return rush(error)


def rush(error: Exception) -> ResponseReturnValue:
    """Too much at once, or nobody at home: ask for a moment's patience."""
    db.session.rollback()
    log.warning("The database did not answer: %s", getattr(error, "orig", error))
    request.environ[AWAY] = True
    later = {"Retry-After": "5"}
    return problem(503, headers=later) if wants_json() else (page(503), 503, later)


def is_database_away() -> bool:
    """Whether this request has found nobody at home, so that its error page must not ask again."""
    return AWAY in request.environ


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Any other no. A fault of ours is logged once, under a number the reader sees."""
    db.session.rollback()
    code = error.code or 500
    if error.response is not None or code < 400:  # noqa: PLR2004 -- a redirect is an answer
        return error.get_response()
    reference = ""
    if code >= 500:  # noqa: PLR2004 -- the families of HTTP answers
        reference = public_id()
        cause = getattr(error, "original_exception", None)
        # By its rule: an address may hold a secret, or say who is meant.
        log.error("%s %s %s", reference, request.method, request.url_rule, exc_info=cause)
    if wants_json():
        told = {"reference": reference} if reference else {}
        return problem(code, headers=_headers(error), **told, **getattr(error, "told", {}))
    return page(code, reference), code


def page(code: int, reference: str = "") -> str:
    """The page of an error; a code without a page of its own borrows its family's."""
    name = code if code in PAGES else 404 if code < 500 else 500  # noqa: PLR2004
    title = str(TITLES.get(code, _("We could not understand that request.")))
    return render_template(f"errors/{name}.html", title=title, reference=reference, code=code)


def problem(
    status: int, *, code: str = "", headers: Mapping[str, str] | None = None, **more: object
) -> ResponseReturnValue:
    """A problem document (RFC 9457). A `code` is explained on the page that `type` leads to."""
    title = str(TITLES.get(status, _("We could not understand that request.")))
    kind = f"{current_app.config['BASE_URL']}{EXPLAINED}#{code}" if code else "about:blank"
    told = {"type": kind, "title": title, "status": status, "detail": title, **more}
    if code:
        told["code"] = code
    kept = {"Content-Type": "application/problem+json", **(headers or {})}
    return told, status, kept


def _headers(error: HTTPException) -> dict[str, str]:
    """What an error says beside its body: which methods there are, how one proves who one is."""
    told = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if error.code == 401:  # noqa: PLR2004 -- the one answer that asks who it is
        told["WWW-Authenticate"] = 'Bearer realm="Kizuna"'
    return told


def wants_json() -> bool:
    """Whether the asker is a program rather than a person."""
    if getattr(request, "is_from_program", False):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def way_back() -> str:
    """The page the reader came from, if it is one of ours; never in a circle."""
    came_from = urlsplit(request.referrer or "")
    is_circle = request.method == "GET" and came_from.path == request.path
    if came_from.netloc != request.host or is_circle:
        return "/"
    return own_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
