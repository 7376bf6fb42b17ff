"""「合わない」: who is not to be suggested to whom."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from app.kit.db import Model, member_key


class Dismissal(Model):
    """「合わない」: the pair is not suggested again, to either of them."""

    __tablename__ = "dismissals"

    member_id: Mapped[int] = member_key(index=False, primary_key=True)
    dismissed_id: Mapped[int] = member_key(primary_key=True)
    at: Mapped[datetime]
