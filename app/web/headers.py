"""What every answer says to the browser about safety."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
FRAMED_ANYWHERE = "frame-ancestors *"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def install(app: Flask) -> None:
    """Add the headers to every answer; turn away other names and posts that other sites make."""
    app.before_request(refuse_other_names)
    app.before_request(refuse_foreign_posts)
    app.before_request(find_nothing_under_a_nul)
    app.after_request(add_headers)


def refuse_other_names() -> None:
    """A request that calls us by a name that is not ours would get links to that name."""
    ours = current_app.config["OUR_NAMES"]
    if ours and urlsplit(f"//{request.host}").hostname not in ours:
        abort(400)


def refuse_foreign_posts() -> None:
    """Browsers say where a request began; a change begun on another site is refused."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site in ("cross-site", "same-site") or (site is None and _comes_from_elsewhere()):
        abort(403)


def let_be_framed(response: Response) -> None:
    """Let other sites show this answer inside a page of theirs."""
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", FRAMED_ANYWHERE)
    response.headers["Content-Security-Policy"] = policy


def find_nothing_under_a_nul() -> None:
    """No text can hold that sign, so nothing is called by a name with it."""
    if any("\x00" in str(part) for part in (request.view_args or {}).values()):
        abort(404)


def add_headers(response: Response) -> Response:
    """Set the safety headers; pages made for one person are not kept by anybody."""
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the secret
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if FRAMED_ANYWHERE in response.headers["Content-Security-Policy"]:
        response.headers.remove("X-Frame-Options")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _comes_from_elsewhere() -> bool:
    """What older browsers say instead; `null` is our own pages that send no referrer."""
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.host
