"""The morning after, and keeping in touch, in the demonstration community."""

import pytest
import sqlalchemy as sa

from app.accounts.queries import member_at
from app.demo.story import ATTENDEE, LAST, address
from app.events.models import Event
from app.keeping.queries import due_people, goals_of, growth_of, lopsided, targets_of, timeline
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.recaps.contents import figures_of, recap_for
from app.recaps.queries import audience, variant_for
from app.recaps.rules import Variant
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def last():
    return db.session.scalars(sa.select(Event).where(Event.slug == LAST)).one()


def attendee():
    return member_at(address(ATTENDEE))


def test_somebody_reads_each_kind_of_recap(last):
    readers = audience(last)
    for variant in Variant:
        assert readers[variant], variant
        assert variant_for(last, readers[variant][0]) == variant


def test_a_letter_of_each_kind_lies_ready_to_look_at():
    mails = list(db.session.scalars(sa.select(Mail).where(Mail.kind.startswith("recap."))))
    assert {mail.kind for mail in mails} == {f"recap.{variant}" for variant in Variant}
    assert all(compose(mail) is not None for mail in mails)


def test_the_attendee_reads_everything_a_recap_may_hold(last):
    recap = recap_for(last, attendee(), Variant.ATTENDED, at=AT)
    assert recap.connected
    assert recap.mates
    assert recap.missed
    assert recap.prompt
    assert recap.next_event
    assert recap.words.materials
    assert recap.connected[0].cadence_days == 14


def test_those_who_ran_it_read_what_came_of_it(last):
    figures = figures_of(last)
    assert figures.funnel.suggested >= figures.funnel.met >= 5
    assert figures.voices.number >= 5
    assert figures.voices.words
    assert figures.rush


def test_the_attendee_keeps_in_touch(last):
    me, at = attendee(), AT
    due = due_people(me, at)
    assert len(due) >= 2
    assert any(len(timeline(one.tie, me, at)) for one in due)
    assert lopsided(me, at)
    assert len(goals_of(me)) == 3
    assert {target.filled_at is None for target in targets_of(me)} == {True, False}
    assert growth_of(me, at).total >= 8
