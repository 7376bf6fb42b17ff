"""What a group's answers have taught about who suits whom there."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.kit.db import Model
from app.matching.engine.learning import Verdict


class Lesson(Model):
    """The latest lesson of one group. `shares` are what each term of the score may give, learned.

    It counts only while the verdict is that it is better than the table, and organizers keep it.
    """

    __tablename__ = "lessons"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    learned_at: Mapped[datetime]
    # How many answers it rests on, and how many of them are of the group's own evenings.
    answers: Mapped[int]
    own_answers: Mapped[int]
    verdict: Mapped[Verdict]
    gain: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    shares: Mapped[dict[str, Any]]
    is_set_aside: Mapped[bool] = mapped_column(default=False)

    @property
    def counts(self) -> bool:
        return self.verdict == Verdict.BETTER and not self.is_set_aside
