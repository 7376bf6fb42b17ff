"""Icons: single drawings out of the kit's sprite, drawn into the page in the colour of the text."""

import re
from functools import lru_cache

from markupsafe import Markup

from app.web.assets import from_kit

SYMBOL = re.compile(
    r'<symbol[^>]*?viewBox="([^"]+)"[^>]*?id="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL
)


@lru_cache(maxsize=512)
def icon(name: str, classes: str = "icon") -> Markup:
    """The icon `name` of Bootstrap Icons. It says nothing aloud: put words beside it."""
    view_box, drawing = _sprite()[name]
    return Markup(  # noqa: S704 -- the sprite is part of an installed package
        f'<svg class="{classes}" viewBox="{view_box}" fill="currentColor" '
        f'aria-hidden="true" focusable="false">{drawing}</svg>'
    )


@lru_cache(maxsize=1)
def _sprite() -> dict[str, tuple[str, str]]:
    sprite = from_kit("icons/bootstrap-icons.svg")
    return {name: (box, drawing.strip()) for box, name, drawing in SYMBOL.findall(sprite)}
