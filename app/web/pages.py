"""Pages that belong to no domain: what this is, whether it is well, how to reach us."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from redis import RedisError

from app.kit.clock import now
from app.web.app import is_reachable

bp = Blueprint("pages", __name__)


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("pages/about.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/help", endpoint="help")
def help_() -> ResponseReturnValue:
    return render_template("pages/help.html")


@bp.get("/help/trouble")
def trouble() -> ResponseReturnValue:
    return render_template("pages/trouble.html")


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    return {"ok": True}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether this process can serve: the database must answer, Redis had better."""
    database, redis = is_reachable(), _has_redis()
    status = 200 if database else 503
    return {"database": database, "redis": redis}, status


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    text = f"User-agent: *\nDisallow: /t/\nDisallow: /demo/\nSitemap: {_ours('/sitemap.xml')}\n"
    return Response(text, mimetype="text/plain")


@bp.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116): whoever runs this installation."""
    ends = now() + timedelta(days=180)
    lines = (
        f"Contact: {_ours('/help')}",
        f"Expires: {ends:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: ja, en",
        f"Canonical: {_ours('/.well-known/security.txt')}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _ours(path: str) -> str:
    return f"{current_app.config['BASE_URL']}{path}"


def _has_redis() -> bool:
    try:
        return bool(current_app.extensions["queue"].connection.ping())
    except RedisError:
        return False
