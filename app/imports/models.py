"""Attendee lists that came in from elsewhere."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class AttendeeImport(Model):
    """One file, first looked at, then brought in. `content` goes once it has been."""

    __tablename__ = "attendee_imports"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    filename: Mapped[str]
    layout: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    mapping: Mapped[dict[str, str]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
