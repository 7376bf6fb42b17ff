"""Names of rows that are the same each time the community is made."""

from app.demo.rules import lot
from app.kit.tokens import PUBLIC_ALPHABET

LENGTH = 12


def public_name(*words: object) -> str:
    """A name for URLs, like `public_id`, but one that `words` decide."""
    picks = (lot("name", number, *words, of=len(PUBLIC_ALPHABET)) for number in range(LENGTH))
    return "".join(PUBLIC_ALPHABET[pick] for pick in picks)
