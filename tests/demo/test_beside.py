"""What stands beside the programme of the demonstration could have come about by its own rules."""

import pytest

from app.alongside.queries import comes
from app.alongside.queries.meals import seats_of, tables_of, whole_meals
from app.alongside.rules import TABLE_SIZES, is_beside
from app.demo.story import ATTENDEE, NEXT, ORGANIZER, TONIGHT
from app.kit.db import db
from app.registrations.introducing import card_of, cards_on_paper
from app.registrations.queries import registration_of
from tests.demo.conftest import AT
from tests.demo.test_operations import called, event_at

pytestmark = pytest.mark.usefixtures("inside")


def test_every_meal_keeps_to_the_rules():
    for meal in db.session.scalars(whole_meals()):
        event, people = meal.event, [seat.member for seat in seats_of([meal.id])[meal.id]]
        assert people[0].id == meal.proposed_by_id
        assert all(comes(event, person) for person in people)
        assert len(people) <= meal.seats
        assert meal.seats in TABLE_SIZES
        assert is_beside(meal.begins_at, event.starts_at, event.ends_at)


def test_the_attendee_finds_a_table_of_their_own_and_a_full_one():
    tonight = tables_of(event_at(TONIGHT), called(ATTENDEE), runs_it=False, at=AT)
    assert [(table.is_mine, table.free) for table in tonight] == [(True, 2), (False, 0)]
    later = tables_of(event_at(NEXT), called(ATTENDEE), runs_it=False, at=AT)
    assert [table.is_mine for table in later] == [True]


def test_the_organizer_finds_a_proposal_to_answer_and_cards_to_print():
    event = event_at(TONIGHT)
    tables = tables_of(event, called(ORGANIZER), runs_it=True, at=AT)
    assert [table.meal.state for table in tables].count("proposed") == 1
    assert len(cards_on_paper(event)) == 3
    mine = registration_of(event, called(ATTENDEE))
    assert card_of(mine, called(ATTENDEE), "ja").is_own
