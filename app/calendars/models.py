"""The secret address of one's own calendar."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Model, member_key
from app.kit.tokens import public_id


class FeedToken(Model):
    """The current secret of a member's calendar; a new one ends the old one.

    The token is derived from `nonce`; only its fingerprint is kept.
    """

    __tablename__ = "feed_tokens"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    nonce: Mapped[str] = mapped_column(default=public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
