"""Where to go next: only ever to a page of our own."""

import re
from urllib.parse import urlsplit

# Browsers drop tabs and line breaks from addresses and read a backslash as a slash.
_TRICKS = re.compile(r"[\x00-\x20\\\x7f]")


def own_path(wanted: str | None, default: str = "/") -> str:
    """`wanted` if it is a path on this site, else `default`."""
    if not wanted or _TRICKS.search(wanted) or not re.match(r"/(?!/)", wanted):
        return default
    parts = urlsplit(wanted)
    return default if parts.scheme or parts.netloc else wanted
