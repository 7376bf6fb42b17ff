"""The daily letter: what came since yesterday, for those who want it together."""

import logging

import sqlalchemy as sa

from app.kit.db import db, raise_if_passing
from app.kit.letters import Letter, gist, text_only, write
from app.notifications.composers import Manner, compose, composes, topic_of
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.queries import ways_chosen
from app.notifications.rules import DIGEST, DIGEST_LETTER, State, Way

log = logging.getLogger(__name__)

MOST_LETTERS = 40


@composes(DIGEST_LETTER, manner=Manner(is_noticed=False))
def _digest(mail: Mail) -> Letter | None:
    """Each letter is asked anew whether it is still true; a single one goes out as itself."""
    letters = [letter for each in _inside(mail) if (letter := _still_true(each))]
    if not letters:
        return None
    url = off_url(mail.member, DIGEST)
    parts = [gist(letter) for letter in letters]
    return write(
        "mails/mail/digest", to=mail.member, parts=parts, number=len(parts), unsubscribe_url=url
    ).stoppable_at(url)


def _inside(mail: Mail) -> list[Mail]:
    """What travels in this letter and is still wanted."""
    query = sa.select(Mail).where(Mail.digest_id == mail.id, Mail.state == State.QUEUED)
    ways = ways_chosen(mail.member)
    found = db.session.scalars(query.order_by(Mail.dated_at, Mail.id).limit(MOST_LETTERS))
    return [each for each in found if ways.get(str(topic_of(each.kind))) != Way.OFF]


def _still_true(mail: Mail) -> Letter | None:
    try:
        with db.session.begin_nested(), text_only():
            return compose(mail)
    except Exception as fault:
        # One that cannot be written must not take all the others of the day with it.
        raise_if_passing(fault)
        log.exception("Mail %s is left out of the daily letter", mail.id)
        return None
