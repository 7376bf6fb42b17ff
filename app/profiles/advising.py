"""What somebody is glad to be asked about, in which form, and how often."""

from collections.abc import Sequence
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
LONGEST_TOPIC = 60
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


def set_topics(profile: Profile, topics: Sequence[Topic]) -> None:
    """Replace everything one is glad to be asked about; the same words are the same topic.

    Raises EnoughTopics.
    """
    wanted = {topic.words: topic for topic in topics}
    if len(wanted) > MOST_TOPICS:
        raise EnoughTopics
    kept = lock(kept_row(profile))
    rows = {row.words: row for row in topics_of(kept.member_id)}
    for words, row in rows.items():
        if words not in wanted:
            drop_topic(row)
    for words, topic in wanted.items():
        row = rows.get(words) or AdviceTopic(member_id=kept.member_id, words=words)
        row.ways, row.minutes = [way.value for way in topic.ways], topic.minutes
        db.session.add(row)
        db.session.flush()


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
