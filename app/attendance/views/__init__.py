"""Pages of the door: for whoever keeps it, for helpers' phones, for those in front of it."""

from app.attendance.views import door, more, records
from app.attendance.views.arriving import bp as arriving
from app.attendance.views.desk import bp as desk
from app.attendance.views.helping import bp as helping

__all__ = ["BLUEPRINTS", "more", "records"]

# `more` and `records` add their pages to the blueprint of `door`.
BLUEPRINTS = (door.bp, helping, arriving, desk)
