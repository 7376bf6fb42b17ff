"""Pages for what comes from elsewhere: attendee lists and programmes."""

from app.imports.views import claims, lists, programmes

BLUEPRINTS = (claims.bp, lists.bp, programmes.bp)
