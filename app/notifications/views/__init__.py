"""Choosing one's mails, and what stands behind the bell."""

from app.notifications.views.choices import bp as choices
from app.notifications.views.notices import bp as notices

BLUEPRINTS = (choices, notices)
