"""Names for addresses: short, lower case, without anything that needs escaping."""

import re
import unicodedata

from app.kit.tokens import public_id

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
LONGEST = 48


def slug_from(name: str) -> str:
    """The Latin letters and digits of `name`, joined by hyphens; something random without any."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or public_id()


def is_slug(text: str) -> bool:
    """Whether `text` can stand in an address as it is."""
    return SLUG.fullmatch(text) is not None
