"""A letter as it will be seen, for a frame that may only be looked at."""

from flask import Response

# A letter may look as it likes and lead anywhere, but runs nothing and loads nothing.
MAY = "allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox {may}"
)


def framed(dressed: str | None, *, may: str = MAY) -> Response:
    """A letter in full dress, to be shown inside one of our own pages."""
    answer = Response(dressed or "", mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY.format(may=may)
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
