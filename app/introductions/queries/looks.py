"""How a request looks to whoever asked, as a clause."""

from datetime import datetime

import sqlalchemy as sa

from app.introductions.models import Introduction
from app.introductions.rules import EndReason, State


def looks_open(at: datetime) -> "sa.ColumnElement[bool]":
    """Whether it looks open to the asker: whatever has ended inside, until the neutral hour."""
    return sa.and_(
        Introduction.closes_at > at,
        Introduction.state.not_in((State.INTRODUCED, State.WITHDRAWN, State.DRAFT)),
        Introduction.end_reason.is_distinct_from(EndReason.SCREENED_OUT),
    )
