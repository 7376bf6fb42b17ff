"""Announcements: one letter to many, at once or at a time that was chosen."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.announcements.rules import Audience, Stage, audience_from, scope_of_group, stage
from app.events.models import Event
from app.groups.models import Group
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


class Announcement(Model):
    """What is told, to whom, and when. Without an event it is for the group's members.

    `audience` says which slots, states and whether they came; whom that means is asked when
    the letters leave, so that nobody hears of a party they have given up. Without `send_at` it
    is a draft; with `sent_at` its letters stand in the outbox. `locale` is the language of
    `subject` and `body`; the `other_` ones are the same in the other language, or empty.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        sa.Index(
            "ix_announcements_due",
            "send_at",
            postgresql_where=sa.text("sent_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("events.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    locale: Mapped[str] = mapped_column(default="ja")
    subject: Mapped[str]
    body: Mapped[str]
    other_subject: Mapped[str] = mapped_column(default="")
    other_body: Mapped[str] = mapped_column(default="")
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    recipients: Mapped[int] = mapped_column(default=0)

    group: Mapped[Group] = relationship(lazy="raise_on_sql")
    event: Mapped[Event | None] = relationship(lazy="raise_on_sql")
    by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def meant_for(self) -> Audience:
        return audience_from(self.audience)

    @property
    def stage(self) -> Stage:
        return stage(self.send_at, self.sent_at, self.withdrawn_at)

    @property
    def can_change(self) -> bool:
        """Whether no letter stands in the outbox yet."""
        return self.stage in (Stage.DRAFT, Stage.SCHEDULED)

    @property
    def scope(self) -> str:
        """What readers turn off in order to hear no more of this kind: one event, or one group."""
        if self.event is not None:
            return f"event:{self.event.public_id}"
        return scope_of_group(self.group.public_id)

    def words_in(self, locale: str) -> tuple[str, str]:
        """Subject and body for a reader of that language, as far as there are any."""
        if locale != self.locale and self.other_subject and self.other_body:
            return self.other_subject, self.other_body
        return self.subject, self.body
