"""Announcements: writing them, sending them off, and wanting no more of them."""

from app.announcements.views import composing as _composing  # noqa: F401 -- the same blueprint
from app.announcements.views import sending as _sending  # noqa: F401 -- the same blueprint
from app.announcements.views.choosing import bp

__all__ = ["bp"]
