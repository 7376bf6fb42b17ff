"""What the API has answered, so that a repeated call gets the same answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Model, member_key


class Reply(Model):
    """The answer to an unsafe call that named itself by an Idempotency-Key; kept for a day."""

    __tablename__ = "api_replies"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    # What was asked: method, path and body; the same key with another wish is refused.
    fingerprint: Mapped[str]
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    location: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(index=True)
