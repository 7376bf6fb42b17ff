"""What an evening is about, where its organizers have said so."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Model
from app.matching.rules.themes import Sort


class Theme(Model):
    """Who should meet at one evening. No row: as the group and the event's own words have it."""

    __tablename__ = "themes"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    sort: Mapped[Sort | None]
    # Ids of tags, in the order of the organizers; NULL: found in the words of the event.
    topics: Mapped[list[int] | None] = mapped_column(ARRAY(sa.Integer))
    language: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
