"""The one kind of error a person is meant to read."""

from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Refused(Exception):
    """An expected no. `message` is shown as it is; `status` is the HTTP answer."""

    message: ClassVar[LazyString] = _l("That is not possible right now.")
    status: ClassVar[int] = 409
