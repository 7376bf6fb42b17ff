"""Answers on their way from one member to another."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.kit.db import Key, Model, member_key
from app.relay.rules import Matter


class RelayedMessage(Model):
    """What somebody answered, as plain text. `body` is emptied after a fortnight.

    `arrived_as` is a fingerprint of the mail as it came in: the same mail is passed on once.
    """

    __tablename__ = "relayed_messages"
    __table_args__ = (
        sa.Index("ix_relayed_messages_writer_id_received_at", "writer_id", "received_at"),
    )

    id: Mapped[Key]
    matter: Mapped[Matter]
    about_id: Mapped[int]
    writer_id: Mapped[int] = member_key(index=False)
    reader_id: Mapped[int] = member_key()
    subject: Mapped[str]
    body: Mapped[str]
    arrived_as: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]

    writer: Mapped[User] = relationship(foreign_keys=[writer_id], lazy="raise_on_sql")
    reader: Mapped[User] = relationship(foreign_keys=[reader_id], lazy="raise_on_sql")
