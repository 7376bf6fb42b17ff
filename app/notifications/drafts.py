"""Writing one letter at the moment it leaves, or saying why it stays."""

from datetime import datetime

from flask import current_app

from app.kit.db import db
from app.kit.letters import Letter
from app.notifications.composers import compose, topic_of
from app.notifications.envelopes import Unaddressable, sealed
from app.notifications.models import Mail
from app.notifications.queries import has_turned_off
from app.notifications.rules import State
from app.notifications.wire import Envelope


class Withheld(Exception):
    """The letter does not go out, and that is how it should be."""

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state


def draft(mail_id: int, at: datetime) -> Envelope:
    """The letter as it reads now, in its envelope. Raises Withheld. Changes nothing."""
    # Letters hold links: they are written as the pages of BASE_URL are.
    try:
        with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
            mail = db.session.get(Mail, mail_id, populate_existing=True)
            if mail is None:
                raise Withheld(State.ABORTED, "The person has left.")
            letter = _written(mail, at)
            return _sealed(mail, letter)
    finally:
        # The network may take minutes; the database is not kept waiting for it.
        db.session.rollback()


def _written(mail: Mail, at: datetime) -> Letter:
    topic = topic_of(mail.kind)
    if mail.expires_at is not None and mail.expires_at <= at:
        raise Withheld(State.TOO_LATE, "Its time has passed.")
    if mail.member.disabled_at is not None:
        raise Withheld(State.SUPPRESSED, "The account is closed.")
    if topic and has_turned_off(mail.member, topic):
        raise Withheld(State.SUPPRESSED, "Unsubscribed.")
    letter = compose(mail)
    if letter is None:
        raise Withheld(State.ABORTED, "What it was about is no longer so.")
    return letter


def _sealed(mail: Mail, letter: Letter) -> Envelope:
    address = letter.to or mail.member.email
    if address is None:
        raise Withheld(State.SUPPRESSED, "There is no address.")
    try:
        return sealed(mail, letter, to=address, sender=current_app.config["MAIL_FROM"])
    except Unaddressable as wrong:
        raise Withheld(State.DEAD, str(wrong)) from wrong
