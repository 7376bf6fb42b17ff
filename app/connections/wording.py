"""The words for the ways to reach somebody."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FIELD_NAMES: dict[str, LazyString] = {
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "line_id": _l("LINE"),
    "website": _l("Website"),
}
