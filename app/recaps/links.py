"""The links of a recap: they name the evening, the reader and somebody they met, and prove it.

They open a page without signing in, for one tap; the page asks anew what is true and allowed.
"""

import hmac

from flask import current_app

from app.accounts.models import User
from app.events.models import Event
from app.kit.letters import link_to
from app.kit.tokens import derived_token
from app.recaps.rules import Face, Tap


def token_of(event: Event, reader: User, person_id: str = "") -> str:
    """Good for what `reader` says of an evening, or of the person of that name; nothing else."""
    secret: str = current_app.config["SECRET_KEY"]
    return derived_token(secret, "recap", f"{event.public_id}:{reader.public_id}:{person_id}")


def is_token(token: str, event: Event, reader: User, person_id: str = "") -> bool:
    return hmac.compare_digest(token.encode(), token_of(event, reader, person_id).encode())


def about_url(event: Event, reader: User, person: User, tap: Tap | str = "") -> str:
    """The page about `person`, with the button of `tap` in front."""
    return link_to(
        "recaps.about",
        event_id=event.public_id,
        member_id=reader.public_id,
        person_id=person.public_id,
        token=token_of(event, reader, person.public_id),
        tap=tap or None,
    )


def say_url(event: Event, reader: User, face: Face | str = "") -> str:
    """The page that asks how it was, with `face` chosen."""
    return link_to(
        "recaps.say",
        event_id=event.public_id,
        member_id=reader.public_id,
        token=token_of(event, reader),
        face=face or None,
    )
