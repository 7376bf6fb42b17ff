"""Pages for what comes from elsewhere: attendee lists and programmes."""

from app.imports.views import lists, programmes

BLUEPRINTS = (lists.bp, programmes.bp)
