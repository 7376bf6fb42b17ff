"""How a no looks: a flash and the way back, a kind page, or a problem document."""

import logging
from urllib.parse import urlsplit

from flask import Flask, flash, redirect, render_template, request
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
# Lock wait, timeout, connections, disk full.
BUSY = {"55P03", "57014", "53300", "53100"}

PAGES = {403, 404, 410, 413, 429, 500, 503}
TITLES = {
    400: _l("We could not understand that request."),
    401: _l("Please sign in first."),
    403: _l("You may not do that."),
    404: _l("We could not find that."),
    405: _l("That is not how this page works."),
    410: _l("This is no longer here."),
    413: _l("That is too large."),
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
        return problem(error.status, str(error.message), code=type(error).__name__)
    flash(str(error.message), "refused")
    return redirect(way_back(), 303)


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
    if wants_json():
        return problem(503, str(TITLES[503]), retry_after=5)
    return page(503), 503, {"Retry-After": "5"}


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
        log.error("%s %s %s", reference, request.method, request.path, exc_info=cause)
    if wants_json():
        return problem(code, str(TITLES.get(code, error.name)), reference=reference)
    return page(code, reference), code


def page(code: int, reference: str = "") -> str:
    """The page of an error; a code without a page of its own borrows its family's."""
    name = code if code in PAGES else 404 if code < 500 else 500  # noqa: PLR2004
    title = str(TITLES.get(code, _("We could not understand that request.")))
    return render_template(f"errors/{name}.html", title=title, reference=reference, code=code)


def problem(status: int, title: str, **more: object) -> ResponseReturnValue:
    """A problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return body, status, {"Content-Type": "application/problem+json"}


def wants_json() -> bool:
    """Whether the asker is a program rather than a person."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def way_back() -> str:
    """The page the reader came from, if it is one of ours; never in a circle."""
    came_from = urlsplit(request.referrer or "")
    is_circle = request.method == "GET" and came_from.path == request.path
    if came_from.netloc != request.host or is_circle:
        return "/"
    return own_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
