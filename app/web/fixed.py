"""Parts of every page that depend on nothing but the language: made once by each process."""

from collections.abc import Callable

from flask import current_app
from markupsafe import Markup

from app.web.times import language


def fixed(name: str, *variant: object, caller: Callable[[], str]) -> Markup:
    """What `caller` draws, the same for everybody; of each variant there may be only a few."""
    kept: dict[tuple[object, ...], Markup] = current_app.extensions.setdefault("fixed", {})
    key = (name, language(), *variant)
    made = kept.get(key)
    if made is None:
        made = kept[key] = Markup(caller())  # noqa: S704 -- the template has escaped it
    return made
