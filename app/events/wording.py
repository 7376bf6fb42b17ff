"""The words for an event's codes, and the zones it may take place in."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.events.rules import Openness

OPENNESS: dict[str, LazyString] = {
    Openness.PUBLIC: _l("Everybody"),
    Openness.UNLISTED: _l("Everybody who has the link"),
    Openness.MEMBERS: _l("Members of the group"),
}
LANGUAGES: dict[str, LazyString] = {"ja": _l("Japanese"), "en": _l("English")}
