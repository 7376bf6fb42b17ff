"""The recap as a page, what its readers say, and what its organizers add."""

from app.recaps.views import composing, following, reading
from app.recaps.views.blueprint import bp

__all__ = ["bp", "composing", "following", "reading"]
