"""What pages look like to whoever compares them."""

import re


def unsigned(page: str) -> str:
    """The page without the tokens in its forms, which hold the second they were made in."""
    return re.sub(r'(name="csrf_token"[^>]* value)="[^"]*"', r"\1", page)
