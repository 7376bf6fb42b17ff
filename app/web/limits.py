"""How often anybody may try the things that are worth trying often, and how much they may send."""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

View = TypeVar("View", bound=Callable[..., object])

# A form may bring no more than a file, where the page says so itself what is too long.
LONG_FORM = 16 * 1024 * 1024

limiter = Limiter(
    get_remote_address,
    default_limits=[],
    headers_enabled=True,
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    swallow_errors=True,
)


def takes_long_texts(view: View) -> View:
    """Let a page read a text far beyond what it takes, to give it back and say so kindly."""
    view.takes_long_texts = True  # type: ignore[attr-defined]
    return view


def read_form() -> None:
    """Read what was posted before anything is counted by it.

    A body that is too large is refused here; the limiter, which forgives every fault of its
    storage, would swallow that refusal too.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_long_texts", False):
        request.max_form_memory_size = LONG_FORM
    _ = request.form
