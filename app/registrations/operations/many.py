"""Many steps at once, each to a state of its own: after a draw thousands of people move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.kit.db import db
from app.registrations.models import Change, Registration
from app.registrations.operations.refusals import Overtaken
from app.registrations.states import State

# A statement takes 65,535 values at most; a step is six.
AT_ONCE = 2_000


@dataclass(frozen=True)
class Step:
    """Where one registration goes, and what goes with it."""

    registration: Registration
    to: State
    reason: str
    slot_id: int | None = None
    queue_no: int | None = None

    @property
    def row(self) -> tuple[object, ...]:
        row = self.registration
        return (row.id, row.version, self.slot_id, self.queue_no, str(row.state), str(self.to))

    @property
    def values(self) -> dict[str, object]:
        """What the registration holds afterwards."""
        return {
            "state": self.to,
            "version": self.registration.version + 1,
            "slot_id": self.slot_id,
            "queue_no": self.queue_no,
            "offer_expires_at": None,
        }


def take_steps(steps: Sequence[Step], *, by: User | None, at: datetime) -> None:
    """Move many registrations on in a few statements, as `move` does with one. Raises Overtaken."""
    if not steps:
        return
    for begin in range(0, len(steps), AT_ONCE):
        _move_some(steps[begin : begin + AT_ONCE])
    db.session.execute(
        sa.insert(Change),
        [
            {
                "registration_id": step.registration.id,
                "from_state": step.registration.state,
                "to_state": step.to,
                "actor_id": by.id if by else None,
                "reason": step.reason,
                "at": at,
            }
            for step in steps
        ],
    )
    for step in steps:
        for name, value in step.values.items():
            set_committed_value(step.registration, name, value)


def _move_some(steps: Sequence[Step]) -> None:
    rows = sa.values(
        *(sa.column(name, sa.Integer) for name in ("id", "version", "slot_id", "queue_no")),
        *(sa.column(name, sa.Text) for name in ("before", "after")),
        name="steps",
    ).data([step.row for step in steps])
    change = (
        sa.update(Registration)
        .where(
            Registration.id == rows.c.id,
            sa.cast(Registration.state, sa.Text) == rows.c.before,
            Registration.version == rows.c.version,
        )
        .values(
            state=rows.c.after,
            version=Registration.version + 1,
            # A column of nothing but NULL is text to PostgreSQL.
            slot_id=sa.cast(rows.c.slot_id, sa.Integer),
            queue_no=sa.cast(rows.c.queue_no, sa.Integer),
            offer_expires_at=None,
        )
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    if len(db.session.scalars(change).all()) != len(steps):
        raise Overtaken
