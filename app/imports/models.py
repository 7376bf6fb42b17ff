"""Attendee lists and programmes that came in from elsewhere."""

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
    # Who is no longer on the list gives the place back, if the organizer has said so.
    takes_back: Mapped[bool] = mapped_column(default=False)
    uploaded_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]


class ColumnMapping(Model):
    """Which column means what in lists with these headings, as a group once said."""

    __tablename__ = "column_mappings"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    headings_key: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[dict[str, str]] = mapped_column(default=dict)
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    used_at: Mapped[datetime]


class ProgrammeImport(Model):
    """One programme, first looked at, then brought in; `before` is what undoing goes back to."""

    __tablename__ = "programme_imports"

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    filename: Mapped[str]
    layout: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ProgrammeEntry(Model):
    """What a programme last said of an event, so that a newer one changes only what it changed."""

    __tablename__ = "programme_entries"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
