"""Chores of an event: anybody who comes names one, takes one, gives it back, has done it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.alongside import operations
from app.alongside.models import Chore, Hand, Step
from app.alongside.operations import ChoreDraft
from app.alongside.queries.chores import board_of, done_by, visible_chores
from app.alongside.rules import HELPS, MOST_CHORES, MOST_NAMED, HandState
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.notifications.models import Mail
from app.registrations.operations import cancel
from app.registrations.states import State
from app.safety.operations import close_account
from tests.alongside.racing import how_many_get_in
from tests.factories import a_member, a_seat, an_event, owner_of

CHAIRS = ChoreDraft("Put the chairs back", "after the talks", 2)


def a_chore(event, wanted=2, by=None):
    draft = ChoreDraft(CHAIRS.words, CHAIRS.note, wanted)
    return operations.name(event, draft, by=by or owner_of(event.group), at=now())


def somebody_who_comes(event, name="Emi"):
    member = a_member(name)
    a_seat(event, member)
    return member


def takes(chore, member, shows_name=False):
    operations.take(chore, shows_name=shows_name, by=member, at=now())


def line_of(event, reader, runs_it=False):
    return board_of(event, reader, runs_it=runs_it)[0]


def board(event, rest=""):
    return f"/events/{event.slug}/chores{rest}"


def test_who_comes_names_a_chore_and_somebody_else_does_it(browser):
    event = an_event()
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    browser.sign_in(emi)
    answer = browser.post(
        board(event), data={"words": " 受付を\n手伝う ", "wanted": "2"}, follow_redirects=True
    )
    assert "受付を 手伝う" in answer.text
    chore = db.session.scalars(visible_chores(event)).one()
    assert chore.wanted == 2
    browser.sign_in(ken)
    page = browser.post(board(event, f"/{chore.public_id}/hand"), follow_redirects=True).text
    assert "Thank you. It is yours now." in page
    assert "1 of 2" in page
    browser.post(board(event, f"/{chore.public_id}/hand/done"))
    assert "受付を 手伝う" in browser.get("/me/chores").text
    browser.post(board(event, f"/{chore.public_id}/hand/undone"))
    assert done_by(ken) == []
    browser.post(board(event, f"/{chore.public_id}/hand/return"))
    assert line_of(event, ken).hands == 0
    browser.sign_in(emi)
    assert "受付を 手伝う" not in browser.get("/me/chores").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "", "wanted": "1"}, "Please say what it is."),
        ({"words": "Chairs", "wanted": "many"}, "Please write a number, such as 30."),
        ({"words": "Chairs", "wanted": "0"}, "Between 1 and 20, please."),
        ({"words": "Chairs", "wanted": "21"}, "Between 1 and 20, please."),
        ({"words": "x" * 61, "wanted": "1"}, "Please write at most 60 characters."),
        ({"words": "x", "note": "y" * 201, "wanted": "1"}, "Please write at most 200 characters."),
    ],
)
def test_what_will_not_do_comes_back_with_what_was_typed(browser, count, typed, said):
    event = an_event()
    browser.sign_in(somebody_who_comes(event))
    answer = browser.post(board(event), data=typed)
    assert said in answer.text
    assert all(words in answer.text for words in typed.values())
    assert count(Chore) == 0


def test_numbers_may_be_typed_full_width(browser):
    event = an_event()
    browser.sign_in(somebody_who_comes(event))
    browser.post(board(event), data={"words": "買い出し", "wanted": "３"})
    assert db.session.scalars(visible_chores(event)).one().wanted == 3


def test_the_board_is_for_those_who_come_and_those_who_run_it(browser):
    event = an_event()
    chore = a_chore(event)
    outsider, waiting = a_member(), a_member()
    a_seat(event, waiting, state=State.WAITLISTED, slot_id=None)
    for member in (outsider, waiting):
        browser.sign_in(member)
        assert browser.get(board(event)).status_code == 404
        assert browser.post(board(event, f"/{chore.public_id}/hand")).status_code == 404
    browser.sign_in(owner_of(event.group))
    assert CHAIRS.words in browser.get(board(event)).text
    with pytest.raises(operations.OnlyForThoseWhoCome):
        takes(chore, owner_of(event.group))


def test_enough_hands_are_enough_and_taking_twice_is_taking_once():
    event = an_event()
    chore = a_chore(event, wanted=1)
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    takes(chore, emi)
    takes(chore, emi)
    with pytest.raises(operations.AllHandsTaken):
        takes(chore, ken)
    operations.give_back(chore, by=emi, at=now())
    takes(chore, ken)
    assert line_of(event, ken).hands == 1


def test_whoever_no_longer_comes_makes_room():
    event = an_event()
    chore = a_chore(event, wanted=1)
    emi, ken = a_member("Emi"), somebody_who_comes(event, "Ken")
    seat = a_seat(event, emi)
    takes(chore, emi)
    cancel(seat, by=emi, at=now())
    assert line_of(event, ken).missing == 1
    takes(chore, ken)
    assert [(hand.member_id, hand.state) for hand in hands(chore)] == [
        (emi.id, HandState.GIVEN_BACK),
        (ken.id, HandState.TAKEN),
    ]


def hands(chore):
    query = sa.select(Hand).where(Hand.chore_id == chore.id).order_by(Hand.id)
    return list(db.session.scalars(query))


def test_organizers_read_only_the_names_they_are_allowed_to_and_attendees_none(browser):
    event = an_event()
    chore, host = a_chore(event, wanted=3), owner_of(event.group)
    open_one, shy = somebody_who_comes(event, "Openly"), somebody_who_comes(event, "Shyly")
    takes(chore, open_one, shows_name=True)
    takes(chore, shy)
    assert line_of(event, host, runs_it=True).names == [open_one]
    assert line_of(event, shy).names == []
    browser.sign_in(host)
    page = browser.get(board(event)).text
    assert "Openly" in page
    assert "Shyly" not in page
    browser.sign_in(open_one)
    browser.post(board(event, f"/{chore.public_id}/hand/name"))
    db.session.expire_all()
    assert line_of(event, host, runs_it=True).names == []
    browser.post(board(event, f"/{chore.public_id}/hand/name"), data={"shows_name": "y"})
    db.session.expire_all()
    assert line_of(event, host, runs_it=True).names == [open_one]
    block(open_one, host, at=now())
    assert line_of(event, host, runs_it=True).names == []
    assert line_of(event, host, runs_it=True).hands == 2


def test_nobody_fills_the_board():
    event = an_event()
    emi, host = somebody_who_comes(event), owner_of(event.group)
    for _ in range(MOST_NAMED):
        a_chore(event, by=emi)
    with pytest.raises(operations.TooManyNamed):
        a_chore(event, by=emi)
    for _ in range(MOST_CHORES - MOST_NAMED):
        a_chore(event, by=host)
    with pytest.raises(operations.ChoresFull):
        a_chore(event, by=host)


def test_a_chore_that_is_dropped_is_told_to_whoever_took_it(browser, count):
    event = an_event()
    host, emi = owner_of(event.group), somebody_who_comes(event)
    chore = a_chore(event)
    takes(chore, emi)
    browser.sign_in(emi)
    assert browser.post(board(event, f"/{chore.public_id}/drop")).status_code == 403
    browser.sign_in(host)
    browser.post(board(event, f"/{chore.public_id}/drop"))
    kinds = db.session.execute(sa.select(Mail.kind, Mail.member_id)).all()
    assert kinds == [("alongside.chore_dropped", emi.id)]
    assert browser.get(board(event, f"/{chore.public_id}/hand")).status_code in (404, 405)


def test_who_named_it_takes_it_back_only_while_nobody_else_has_it():
    event = an_event()
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    mine, taken = a_chore(event, by=emi), a_chore(event, by=emi)
    takes(taken, ken)
    operations.drop(mine, by=emi, at=now())
    with pytest.raises(operations.NothingToChange):
        operations.drop(taken, by=emi, at=now())


def test_after_the_evening_it_can_be_said_to_be_done_for_a_week():
    event = an_event()
    chore, emi = a_chore(event), somebody_who_comes(event)
    takes(chore, emi)
    later = event.ends_at + timedelta(hours=1)
    with pytest.raises(operations.NotOpenAnyMore):
        operations.take(chore, shows_name=False, by=somebody_who_comes(event), at=later)
    operations.finish(chore, by=emi, at=later)
    with pytest.raises(operations.NotOpenAnyMore):
        operations.reopen(chore, by=emi, at=event.ends_at + timedelta(days=8))
    assert [hand.chore.words for hand in done_by(emi)] == [CHAIRS.words]


def test_every_step_is_in_the_log():
    event = an_event()
    chore, emi = a_chore(event), somebody_who_comes(event)
    takes(chore, emi)
    operations.finish(chore, by=emi, at=now())
    operations.reopen(chore, by=emi, at=now())
    operations.give_back(chore, by=emi, at=now())
    steps = db.session.execute(
        sa.select(Step.from_state, Step.to_state, Step.member_id).order_by(Step.id)
    ).all()
    assert steps == [
        ("", "open", None),
        ("", "taken", emi.id),
        ("taken", "done", emi.id),
        ("done", "taken", emi.id),
        ("taken", "given_back", emi.id),
    ]


def test_leaving_takes_ones_part_along_and_nobody_elses():
    event = an_event()
    emi, ken = somebody_who_comes(event, "Emi"), somebody_who_comes(event, "Ken")
    alone, shared = a_chore(event, by=emi), a_chore(event, by=emi)
    takes(alone, emi)
    takes(shared, ken)
    kept = shared.id
    close_account(emi, at=now())
    db.session.expire_all()
    assert db.session.scalars(sa.select(Chore.id)).all() == [kept]
    assert db.session.scalars(sa.select(Hand.member_id)).all() == [ken.id]
    assert set(db.session.scalars(sa.select(Step.actor_id))) == {None, ken.id}


def test_a_board_is_drawn_with_few_statements(statements):
    event = an_event(capacity=50)
    host = owner_of(event.group)
    for _ in range(6):
        chore = a_chore(event, wanted=3)
        for _ in range(2):
            takes(chore, somebody_who_comes(event), shows_name=True)
    with statements() as asked:
        assert sum(len(line.names) for line in board_of(event, host, runs_it=True)) == 12
    assert len(asked) <= 6


def test_of_many_who_take_the_last_place_at_once_one_gets_it(own_app):
    event = an_event(capacity=20)
    chore = a_chore(event, wanted=1)
    people, chore_id = [somebody_who_comes(event).id for _ in range(6)], chore.id
    db.session.commit()
    whole = sa.select(Chore).options(sa.orm.joinedload(Chore.event)).where(Chore.id == chore_id)

    def act(member):
        takes(db.session.scalars(whole).one(), member)

    assert how_many_get_in(own_app, people, act, operations.AllHandsTaken) == 1
    db.session.rollback()
    held = sa.select(sa.func.count()).select_from(Hand).where(Hand.state.in_(HELPS))
    assert db.session.scalar(held) == 1
