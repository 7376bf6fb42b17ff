"""The pages about people one knows, and those on which one comes to know them."""

from app.connections.views.meeting import bp as meeting
from app.connections.views.people import bp as people

BLUEPRINTS = (people, meeting)
