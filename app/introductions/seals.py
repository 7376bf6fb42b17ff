"""A mark on a form that says: this page was once shown to this person. Good for a week."""

from datetime import datetime, timedelta
from hmac import compare_digest

from app.kit.tokens import derived_token

GOOD_FOR = timedelta(days=7)


def seal_of(secret: str, pair: tuple[str, str], at: datetime) -> str:
    """The mark for a form that `pair[0]` opens about `pair[1]` now."""
    day = at.date().isoformat()
    return f"{day}.{_token(secret, day, pair)}"


def is_sealed(secret: str, seal: str, pair: tuple[str, str], at: datetime) -> bool:
    """Whether the form was opened by that person about the other, in the last days."""
    day, _, token = seal.partition(".")
    if not compare_digest(_token(secret, day, pair).encode(), token.encode()):
        return False
    return datetime.fromisoformat(day).date() >= (at - GOOD_FOR).date()


def _token(secret: str, day: str, pair: tuple[str, str]) -> str:
    return derived_token(secret, "introduction form", ":".join((day, *pair)))
