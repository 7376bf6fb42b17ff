"""How often anybody may try the things that are worth trying often."""

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    get_remote_address,
    default_limits=[],
    headers_enabled=True,
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    swallow_errors=True,
)


def read_form() -> None:
    """Read what was posted before anything is counted by it.

    A body that is too large is refused here; the limiter, which forgives every fault of its
    storage, would swallow that refusal too.
    """
    _ = request.form
