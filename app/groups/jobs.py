"""Timers: groups that nobody has written down for the search yet."""

from datetime import datetime

import sqlalchemy as sa

from app.groups import search
from app.groups.models import Group
from app.kit.db import db

AT_ONCE = 500


def write_down(at: datetime) -> int:
    """Make groups found that came by another way than the form; returns how many."""
    query = sa.select(Group).where(Group.search.is_(None)).order_by(Group.id).limit(AT_ONCE)
    groups = list(db.session.scalars(query))
    for group in groups:
        search.index(group)
    return len(groups)
