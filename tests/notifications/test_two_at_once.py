"""Several who keep the outbox at once: nobody waits in a circle."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.notifications.ledger import claim
from app.notifications.models import Mail
from app.notifications.rules import State
from app.notifications.tidying import tidy
from tests.factories import a_member
from tests.notifications.letters import promised, reread


@pytest.fixture
def elsewhere(own_app) -> Iterator[sa.Connection]:
    """A transaction of somebody else."""
    with db.engine.connect() as other:
        yield other
        other.rollback()


def test_taking_back_waits_for_nobody_who_is_just_writing_to_a_letter(elsewhere):
    member = a_member()
    held, forgotten = promised(member, "held"), promised(member, "forgotten")
    late = promised(member, "late", expires_at=now() + timedelta(minutes=1))
    later = promised(member, "later", expires_at=now() + timedelta(minutes=1))
    claim(now(), 2)
    busy = sa.select(Mail.id).where(Mail.id.in_([held.id, late.id])).with_for_update()
    assert len(elsewhere.execute(busy).all()) == 2
    db.session.execute(sa.text("SET lock_timeout = '1s'"))

    assert tidy(now() + timedelta(hours=1)) == 2

    states = {mail.dedupe_key: reread(mail).state for mail in (held, forgotten, late, later)}
    assert states == {
        "held": State.CLAIMED,
        "forgotten": State.QUEUED,
        "late": State.QUEUED,
        "later": State.TOO_LATE,
    }
    elsewhere.rollback()
    assert tidy(now() + timedelta(hours=1)) == 2
    assert (reread(held).state, reread(late).state) == (State.QUEUED, State.TOO_LATE)
