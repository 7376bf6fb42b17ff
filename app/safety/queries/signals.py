"""Signs of fraud, as sentences for moderators: none of them decides anything by itself."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.groups.queries import address_hash
from app.introductions.models import Introduction
from app.introductions.rules import Flag, flags_of
from app.kit.db import db
from app.moderation.models import Block, Report
from app.relay.models import RelayedMessage

LATELY = timedelta(days=366)
NEW_FOR = timedelta(days=30)
SEVERAL = 3
MOST_TEXTS = 60


class Signal(StrEnum):
    """Something that often comes before trouble."""

    NEW_ACCOUNT = "new_account"
    MANY_REPORTERS = "many_reporters"
    BLOCKED_BY_MANY = "blocked_by_many"
    SAME_TEXT = "same_text"
    MONEY_WORDS = "money_words"
    OTHER_MESSENGER = "other_messenger"
    LEFT_BEFORE = "left_before"


def signals_about(person: User, at: datetime) -> list[Signal]:
    """Every sign that holds for `person` now."""
    texts = _texts_of(person, at)
    flagged = (flags_of(text, texts[:place]) for place, text in enumerate(texts))
    found = {flag for flags in flagged for flag in flags}
    holds = {
        Signal.NEW_ACCOUNT: at - person.joined_at < NEW_FOR,
        Signal.MANY_REPORTERS: _reporters(person, at) >= SEVERAL,
        Signal.BLOCKED_BY_MANY: _blockers(person) >= SEVERAL,
        Signal.SAME_TEXT: Flag.SAME_TEXT in found,
        Signal.MONEY_WORDS: Flag.MONEY in found,
        Signal.OTHER_MESSENGER: Flag.MESSENGER in found,
        Signal.LEFT_BEFORE: _has_left_before(person),
    }
    return [signal for signal, is_so in holds.items() if is_so]


def _texts_of(person: User, at: datetime) -> list[str]:
    """What they have written to different people of late, the earliest first."""
    asked = (
        sa.select(Introduction.purpose + " " + Introduction.why)
        .where(Introduction.asker_id == person.id, Introduction.asked_at > at - LATELY)
        .order_by(Introduction.id.desc())
        .limit(MOST_TEXTS)
    )
    written = (
        sa.select(sa.func.max(RelayedMessage.body))
        .where(RelayedMessage.writer_id == person.id, RelayedMessage.body != "")
        .group_by(RelayedMessage.reader_id)
        .limit(MOST_TEXTS)
    )
    greeted = (
        sa.select(Connection.greeting)
        .where(Connection.asked_by_id == person.id, Connection.greeting != "")
        .order_by(Connection.asked_at.desc())
        .limit(MOST_TEXTS)
    )
    texts = (*reversed(list(db.session.scalars(asked))), *db.session.scalars(written))
    return [*texts, *db.session.scalars(greeted)]


def _reporters(person: User, at: datetime) -> int:
    query = sa.select(sa.func.count(Report.by_id.distinct())).where(
        Report.about_id == person.id, Report.at > at - LATELY
    )
    return db.session.scalar(query) or 0


def _blockers(person: User) -> int:
    query = sa.select(sa.func.count()).select_from(Block).where(Block.blocked_id == person.id)
    return db.session.scalar(query) or 0


def _has_left_before(person: User) -> bool:
    """Whether an account with the same address was closed while reports about it were there."""
    mark = address_hash(person.email)
    query = sa.select(Report.id).where(Report.about_mark == mark, Report.about_id.is_(None))
    return bool(mark) and db.session.scalars(query.limit(1)).first() is not None
