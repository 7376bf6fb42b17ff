"""What somebody is glad to be asked about, in which form, and how often."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.kit.db import db, lock
from app.kit.errors import Refused
from app.profiles.models import AdviceTopic, Profile
from app.profiles.operations import kept_row
from app.profiles.traits import Way
from app.profiles.visibility import Closeness

MOST_TOPICS = 5
MOST_A_MONTH = 10
MINUTES = (5, 15, 30, 60)


class EnoughTopics(Refused):
    message = _l("Five topics are enough. Please take one off first.")


@dataclass(frozen=True)
class Topic:
    """Something to be asked about."""

    words: str
    ways: tuple[Way, ...]
    minutes: int


def add_topic(profile: Profile, topic: Topic) -> AdviceTopic:
    """Let oneself be asked about one thing more. Raises EnoughTopics."""
    kept = lock(kept_row(profile))
    if len(topics_of(kept.member_id)) >= MOST_TOPICS:
        raise EnoughTopics
    row = AdviceTopic(
        member_id=kept.member_id,
        words=topic.words,
        ways=[way.value for way in topic.ways],
        minutes=topic.minutes,
    )
    db.session.add(row)
    db.session.flush()
    return row


def drop_topic(row: AdviceTopic) -> None:
    db.session.delete(row)


def set_monthly(profile: Profile, cap: int) -> None:
    """Choose how often one may be asked in thirty days; 0 is a rest."""
    kept_row(profile).advice_cap = cap


def topics_of(member_id: int) -> list[AdviceTopic]:
    """Everything the member is glad to be asked about, in the order it was named."""
    query = sa.select(AdviceTopic).where(AdviceTopic.member_id == member_id)
    return list(db.session.scalars(query.order_by(AdviceTopic.id)))


def topics_for(profile: Profile, closeness: Closeness) -> list[AdviceTopic]:
    """The topics that somebody that close may read. While their owner rests, there are none."""
    is_open = profile.shows("advice", closeness) and profile.advice_cap > 0
    return topics_of(profile.member_id) if is_open else []
