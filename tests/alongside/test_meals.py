"""Small meals around an event: proposed, approved, joined; never beside somebody kept apart."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.alongside import operations
from app.alongside.models import Meal, MealSeat, Step
from app.alongside.operations import MealDraft
from app.alongside.queries.meals import tables_of, whole_meals
from app.alongside.rules import MealState, SeatState, is_beside
from app.events.models import Event
from app.events.rules import Status
from app.kit.clock import now
from app.kit.db import db, lock
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations.operations import cancel
from app.registrations.states import ListVisibility, State
from app.safety.operations import close_account
from tests.alongside.racing import how_many_get_in
from tests.factories import a_member, a_seat, an_event, owner_of
from tests.safety.test_leaving_at_once import others, somebody_waits_or

SOBA = "The soba place"
HALF_AN_HOUR = timedelta(minutes=30)


def somebody_who_comes(event, name="Emi"):
    member = a_member(name)
    a_seat(event, member, list_visibility=ListVisibility.ORGANIZERS)
    return member


def a_meal(event, by, seats=4, begins=None):
    draft = MealDraft(SOBA, begins or event.ends_at + HALF_AN_HOUR, seats)
    return operations.propose(event, draft, by=by, at=now())


def an_open_meal(event, by, seats=4, begins=None):
    meal = a_meal(event, by, seats, begins)
    operations.decide(meal, yes=True, by=owner_of(event.group), at=now())
    return meal


def joins(meal, *people):
    for person in people:
        operations.join(meal, by=person, at=now())


def table_for(event, reader, runs_it=False):
    return tables_of(event, reader, runs_it=runs_it, at=now())[0]


def tables(event, rest=""):
    return f"/events/{event.slug}/meals{rest}"


def mailed():
    return db.session.execute(sa.select(Mail.kind, Mail.member_id).order_by(Mail.id)).all()


def on_clock(at):
    return f"{at:%Y-%m-%dT%H:%M}"


def test_a_proposal_is_read_by_its_author_and_the_hosts_alone(browser):
    event = an_event(timezone="UTC")
    emi, ken, host = somebody_who_comes(event), a_member("Ken"), owner_of(event.group)
    a_seat(event, ken)
    browser.sign_in(emi)
    begins = on_clock(event.ends_at + HALF_AN_HOUR)
    typed = {"place": SOBA, "begins": begins, "seats": "5", "note": "About 1,500 yen"}
    page = browser.post(tables(event), data=typed, follow_redirects=True).text
    assert "Proposed. The organizers have been asked" in page
    meal = db.session.scalars(sa.select(Meal)).one()
    assert (meal.seats, meal.state) == (5, MealState.PROPOSED)
    browser.sign_in(ken)
    assert SOBA not in browser.get(tables(event)).text
    for part in ("seat", "approval"):
        assert browser.post(tables(event, f"/{meal.public_id}/{part}")).status_code == 404
    browser.sign_in(host)
    assert SOBA in browser.get(tables(event)).text
    assert mailed() == [("alongside.meal_proposed", host.id)]


def test_once_the_host_has_approved_others_sit_down_and_leave_again(browser):
    event = an_event()
    emi, ken, host = somebody_who_comes(event), a_member("Ken"), owner_of(event.group)
    a_seat(event, ken)
    meal = a_meal(event, emi, seats=5)
    browser.sign_in(host)
    browser.post(tables(event, f"/{meal.public_id}/approval"))
    assert mailed()[-1] == ("alongside.meal_decided", emi.id)
    browser.sign_in(ken)
    before = browser.get(tables(event)).text
    assert "4 seats free" in before
    assert "Emi" not in before
    page = browser.post(tables(event, f"/{meal.public_id}/seat"), follow_redirects=True).text
    assert "Emi" in page
    browser.post(tables(event, f"/{meal.public_id}/seat/return"))
    page = browser.get(tables(event)).text
    assert "4 seats free" in page
    assert "Emi" not in page


def test_what_will_not_do_comes_back_with_what_was_typed(browser, count):
    event = an_event(timezone="UTC")
    browser.sign_in(somebody_who_comes(event))
    during = on_clock(event.starts_at + HALF_AN_HOUR)
    answer = browser.post(tables(event), data={"place": SOBA, "begins": during, "seats": "5"})
    assert "A meal begins before the event, or after its end" in answer.text
    assert SOBA in answer.text
    assert during in answer.text
    answer = browser.post(tables(event), data={"place": "", "begins": "tonight", "seats": "9"})
    assert "Please say where you would like to eat." in answer.text
    assert "Please give a date and a time" in answer.text
    assert count(Meal) == 0


def test_a_meal_is_beside_the_evening_and_near_it():
    at = now()
    starts, ends = at, at + timedelta(hours=2)
    minute, far = timedelta(minutes=1), timedelta(hours=12)
    assert [is_beside(each, starts, ends) for each in (starts - minute, ends, ends + far)] == [
        True
    ] * 3
    wrong = (starts, ends - minute, starts - far - minute, ends + far + minute)
    assert [is_beside(each, starts, ends) for each in wrong] == [False] * 4


def test_an_organizers_own_meal_needs_nobodys_yes():
    event = an_event()
    host = owner_of(event.group)
    with pytest.raises(operations.OnlyForThoseWhoCome):
        a_meal(event, host)
    a_seat(event, host)
    assert a_meal(event, host).is_open
    assert mailed() == []


def test_a_table_holds_as_many_as_it_says():
    event = an_event(capacity=20)
    meal = an_open_meal(event, somebody_who_comes(event), seats=4)
    joins(meal, *(somebody_who_comes(event) for _ in range(3)))
    late = somebody_who_comes(event)
    assert table_for(event, late).free == 0
    with pytest.raises(operations.TableFull):
        joins(meal, late)


def test_whoever_is_kept_apart_finds_the_table_full_like_anybody_else(browser):
    event = an_event(capacity=20)
    emi, ken, blocked_one = (somebody_who_comes(event, name) for name in ("Emi", "Ken", "Rin"))
    meal = an_open_meal(event, emi)
    joins(meal, ken)
    block(ken, blocked_one, at=now())
    other = somebody_who_comes(event, "Aki")
    assert (table_for(event, blocked_one).free, table_for(event, other).free) == (0, 2)
    with pytest.raises(operations.TableFull):
        joins(meal, blocked_one)
    with pytest.raises(operations.TableFull):
        joins(an_open_meal(event, blocked_one, begins=event.starts_at - timedelta(hours=2)), ken)
    joins(meal, other, somebody_who_comes(event, "Yui"))
    browser.sign_in(blocked_one)
    apart = browser.get(tables(event)).text
    browser.sign_in(somebody_who_comes(event, "Rin"))
    full = browser.get(tables(event)).text
    row = f'id="meal-{meal.public_id}"'
    assert apart.split(row)[1].split("</li>")[0] == full.split(row)[1].split("</li>")[0]


def test_who_is_blocked_at_the_table_sees_nothing_but_that_somebody_is_gone():
    event = an_event()
    emi, ken, rin = (somebody_who_comes(event, name) for name in ("Emi", "Ken", "Rin"))
    meal = an_open_meal(event, emi)
    joins(meal, ken, rin)
    block(ken, rin, at=now())
    seen_by_rin, seen_by_ken = table_for(event, rin), table_for(event, ken)
    assert (seen_by_rin.people, seen_by_rin.beside_blocked) == ([emi, rin], False)
    assert (seen_by_ken.people, seen_by_ken.beside_blocked) == ([emi, ken], True)
    assert table_for(event, emi).people == [emi, ken, rin]


def test_who_sits_there_is_read_by_those_who_do_and_by_the_hosts():
    event = an_event()
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    an_open_meal(event, emi)
    assert table_for(event, ken).people == []
    assert table_for(event, emi).people == [emi]
    assert table_for(event, owner_of(event.group), runs_it=True).people == [emi]


def test_nobody_sits_at_two_tables_at_one_time_or_proposes_two():
    event = an_event(capacity=20)
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    first, before = an_open_meal(event, emi), event.starts_at - timedelta(hours=3)
    second = an_open_meal(event, ken)
    with pytest.raises(operations.AnotherTable):
        joins(first, ken)
    with pytest.raises(operations.OneMealEach):
        a_meal(event, emi, begins=before)
    early = an_open_meal(event, somebody_who_comes(event, "Rin"), begins=before)
    joins(early, emi, ken)
    with pytest.raises(operations.AnotherTable):
        joins(second, emi)


def test_whoever_gives_their_seat_at_the_event_back_leaves_the_table():
    event = an_event(capacity=20)
    emi = somebody_who_comes(event)
    meal = an_open_meal(event, emi, seats=4)
    going = a_member("Ken")
    seat = a_seat(event, going)
    joins(meal, going, somebody_who_comes(event), somebody_who_comes(event))
    cancel(seat, by=going, at=now())
    assert going not in table_for(event, emi).people
    joins(meal, somebody_who_comes(event))
    a_seat(event, going)
    assert len(table_for(event, emi).people) == 4
    with pytest.raises(operations.TableFull):
        joins(meal, going)


def test_a_meal_that_is_called_off_is_told_to_the_table_and_a_no_to_who_proposed():
    event = an_event()
    emi, ken, host = (
        somebody_who_comes(event),
        somebody_who_comes(event, "Ken"),
        owner_of(event.group),
    )
    meal = an_open_meal(event, emi)
    joins(meal, ken)
    operations.call_off(meal, by=emi, at=now())
    assert mailed()[-1] == ("alongside.meal_off", ken.id)
    assert tables_of(event, ken, runs_it=False, at=now()) == []
    declined = a_meal(event, emi)
    operations.decide(declined, yes=False, by=host, at=now())
    assert mailed()[-1] == ("alongside.meal_decided", emi.id)
    letter = compose(db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first())
    assert "would rather not have this meal" in letter.text
    assert "Host" not in letter.text
    with pytest.raises(operations.NothingToChange):
        operations.decide(declined, yes=True, by=host, at=now())


def test_a_meal_goes_with_its_event_and_no_second_letter_tells_so():
    event = an_event()
    emi, ken = somebody_who_comes(event), somebody_who_comes(event, "Ken")
    meal = an_open_meal(event, emi)
    event.status = Status.CANCELLED
    db.session.commit()
    with pytest.raises(operations.NotOpenAnyMore):
        joins(meal, ken)
    with pytest.raises(operations.NothingToChange):
        operations.call_off(meal, by=emi, at=now())
    assert [compose(mail) for mail in db.session.scalars(sa.select(Mail))] == [None, None]


def test_a_meal_whose_proposer_no_longer_comes_is_called_off_for_the_others():
    event = an_event()
    emi, ken = a_member("Emi"), somebody_who_comes(event, "Ken")
    seat = a_seat(event, emi)
    meal = an_open_meal(event, emi)
    joins(meal, ken)
    assert operations.call_off_left_behind(now()) == 0
    cancel(seat, by=emi, at=now())
    assert operations.call_off_left_behind(now()) == 1
    assert operations.call_off_left_behind(now()) == 0
    assert ("alongside.meal_off", ken.id) in mailed()


def test_closing_an_account_calls_ones_meal_off_and_frees_ones_seats():
    event = an_event()
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    joins(an_open_meal(event, emi), ken)
    close_account(emi, at=now())
    assert db.session.scalars(sa.select(Meal)).all() == []
    assert db.session.scalars(sa.select(MealSeat)).all() == []
    assert db.session.scalars(sa.select(Step)).all() == []


def test_strangers_to_the_evening_find_no_tables(browser):
    event = an_event()
    meal = an_open_meal(event, somebody_who_comes(event))
    waiting = a_member()
    a_seat(event, waiting, state=State.WAITLISTED, slot_id=None)
    for member in (a_member(), waiting):
        browser.sign_in(member)
        assert browser.get(tables(event)).status_code == 404
        assert browser.post(tables(event, f"/{meal.public_id}/seat")).status_code == 404


def test_of_many_who_take_the_last_seat_at_once_one_gets_it(own_app):
    event = an_event(capacity=20)
    meal = an_open_meal(event, somebody_who_comes(event), seats=4)
    joins(meal, somebody_who_comes(event), somebody_who_comes(event))
    people, meal_id = [somebody_who_comes(event).id for _ in range(6)], meal.id
    db.session.commit()

    def act(member):
        joins(db.session.scalars(whole_meals().where(Meal.id == meal_id)).one(), member)

    assert how_many_get_in(own_app, people, act, operations.TableFull) == 1
    db.session.rollback()
    taken = sa.select(sa.func.count()).select_from(MealSeat)
    assert db.session.scalar(taken.where(MealSeat.state == SeatState.TAKEN)) == 4


@pytest.mark.parametrize("held", ["the event", "the meal"])
def test_nobody_is_held_while_waiting_for_what_somebody_else_holds(own_app, held):
    """Whoever holds the event writes letters, which need the people: neither waits in a circle."""
    event = an_event(capacity=20)
    meal = an_open_meal(event, somebody_who_comes(event))
    ken_id, event_id, meal_id = somebody_who_comes(event, "Ken").id, event.id, meal.id
    lock(event if held == "the event" else meal)

    def act():
        ken = db.session.get_one(User, ken_id)
        if held == "the event":
            a_meal(db.session.get_one(Event, event_id), ken, begins=event_ends + 5 * HALF_AN_HOUR)
        else:
            joins(db.session.scalars(whole_meals().where(Meal.id == meal_id)).one(), ken)

    event_ends = event.ends_at
    pointing_at = sa.select(User.id).where(User.id == ken_id)
    with others(own_app) as elsewhere:
        done = elsewhere(act)
        somebody_waits_or(done)
        assert not done.done()
        # As a row that points at the member does; at once, or the test fails.
        db.session.scalars(
            pointing_at.with_for_update(read=True, key_share=True, nowait=True)
        ).one()
        db.session.commit()
        done.result(timeout=90)
