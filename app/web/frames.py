"""A letter as it will be seen, for a frame that may only be looked at."""

from flask import Response

from app.kit.letters import Letter

# A letter brings its own style and nothing else: no script runs, nothing is fetched.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def framed(letter: Letter) -> Response:
    """The letter in full dress, to be shown inside one of our own pages."""
    answer = Response(letter.html or "", mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
