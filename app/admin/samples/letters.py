"""The examples by kind, and each as it would leave."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from app.admin.samples import (
    accounts,
    alongside,
    introducing,
    looking_after,
    meeting,
    places,
    telling,
    together,
)
from app.admin.samples.sandbox import sandbox
from app.admin.samples.world import World
from app.kit.eml import Received, opened
from app.notifications.composers import compose
from app.notifications.envelopes import Desk, sealed
from app.notifications.models import Mail

SAMPLES: dict[str, Callable[[World], Mail]] = {
    **accounts.SAMPLES,
    **places.SAMPLES,
    **telling.SAMPLES,
    **meeting.SAMPLES,
    **introducing.SAMPLES,
    **looking_after.SAMPLES,
    **together.SAMPLES,
    **alongside.SAMPLES,
}
"""By kind: how the rows are made that such a letter is about."""


def example(kind: str, locale: str, at: datetime) -> bytes | None:
    """The letter as bytes, as the mail server would get it; None for a kind without an example.

    It is written by the composer that writes all others, from tables of its own.
    """
    if kind not in SAMPLES:
        return None
    config = current_app.config
    desk = Desk(config["MAIL_FROM"], config["MAIL_REPLY_DOMAIN"], config["SECRET_KEY"])
    with sandbox():
        mail = SAMPLES[kind](World(locale, at))
        letter = compose(mail)
        if letter is None:
            return None
        to = letter.to or mail.member.email or ""
        return sealed(mail, letter, to=to, desk=desk).content


def opened_example(kind: str, locale: str, at: datetime) -> Received | None:
    """The same, taken apart for a page."""
    content = example(kind, locale, at)
    return opened(content) if content else None
