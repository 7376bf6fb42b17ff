"""How often links may be asked for and passwords tried.

Passwords: 10 tries in 15 minutes for one account, wherever they come from, and 10 wrong ones from
one network address. Links: 10 in 15 minutes to one mailbox; 60 from one network address, because
a whole venue may sit behind one. Counting is kept in Redis, and in the process while Redis is away.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Response, current_app, request

from app.accounts.names import one_spelling
from app.accounts.session import viewer
from app.kit.tokens import derived_token
from app.web.limits import limiter

View = TypeVar("View", bound=Callable[..., object])

TRIES = "10 per 15 minutes"
LINKS_FROM_ONE_PLACE = "60 per 15 minutes"
ANSWERED = 303


def limit_guesses(view: View) -> View:
    """Limit the passwords that may be tried here."""
    by_place = limiter.limit(TRIES, methods=["POST"], deduct_when=_failed)
    by_account = limiter.shared_limit(TRIES, "guesses", key_func=_account, methods=["POST"])
    return cast(View, by_account(by_place(view)))


def limit_links(view: View) -> View:
    """Limit the letters with links that may be asked for here."""
    by_place = limiter.shared_limit(LINKS_FROM_ONE_PLACE, "links", methods=["POST"])
    by_mailbox = limiter.shared_limit(TRIES, "mailbox", key_func=_account, methods=["POST"])
    return cast(View, by_mailbox(by_place(view)))


def _failed(response: Response) -> bool:
    return response.status_code != ANSWERED


def _account() -> str:
    """The address in the form; where a signed-in member is asked, the member's own."""
    member = viewer()
    if member is not None:
        return f"member {member.public_id}"
    address = one_spelling(request.form.get("email"))
    # Redis is to hold nobody's address, not even of those who are not here.
    return derived_token(current_app.config["SECRET_KEY"], "mailbox", address)
