"""The words for the ways to reach somebody, and for how two people came to know each other."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.connections.rules import Origin

FIELD_NAMES: dict[str, LazyString] = {
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "line_id": _l("LINE"),
    "website": _l("Website"),
}

ORIGINS: dict[Origin, LazyString] = {
    Origin.MET: _l("Met in person"),
    Origin.INTRODUCTION: _l("Introduced"),
    Origin.MUTUAL: _l("Both were interested"),
    Origin.COHOST: _l("Run a group together"),
    Origin.ONLINE: _l("Known online"),
}
