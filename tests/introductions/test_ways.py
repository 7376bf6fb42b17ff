"""Three ways to begin, and the terms people take part on."""

from datetime import timedelta

import pytest

from app.connections.queries import are_connected, between, side_of
from app.introductions.models import Approach, Introduction, Step
from app.introductions.operations import (
    AskedThem,
    Choice,
    NotYourContact,
    ProposedAlready,
    TwoPeople,
    advance,
    ask_by_need,
    choose_terms,
    consent,
    forget_member,
    forward,
    keep_draft,
    pause,
    propose,
    refuse,
    take_back,
    withdraw,
)
from app.introductions.pages import seen_as
from app.introductions.queries import terms_of, visible_introductions
from app.introductions.rules import (
    Answer,
    EndReason,
    Mode,
    Party,
    Scope,
    Seen,
    State,
    Topic,
    Vouching,
)
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import a_member, blocked, connected
from tests.introductions.conftest import NOTE, WISH, asked, came, glad, needed, open_to

pytestmark = pytest.mark.usefixtures("transaction")


def seen(row, member, at=None):
    """What `member` sees of it; None where it is not theirs to see."""
    mine = visible_introductions(member).where(Introduction.id == row.id)
    if db.session.scalars(mine).one_or_none() is None:
        return None
    return seen_as(row, member, at or now()).seen


def letters(member, kind):
    return [
        letter
        for mail in db.session.query(Mail)
        .filter_by(member_id=member.id, kind=f"introduction.{kind}")
        .order_by(Mail.id)
        if (letter := compose(mail)) is not None
    ]


# Need first


def test_a_need_goes_to_the_connector_named_who_picks_whom_to_ask(three):
    aoi, ren, mio = three
    row = needed(aoi, ren)
    assert (row.mode, row.state, row.target) == (Mode.NEED, State.WITH_CONNECTOR, None)
    forward(row, NOTE, Scope.CLOSE, by=ren, target=mio, at=now())
    assert row.state == State.WITH_TARGET
    request = seen_as(row, aoi, now())
    assert (request.seen, request.other, request.card) == (Seen.CHECKING, None, None)
    consent(row, (), by=mio, at=now())
    assert are_connected(aoi, mio)
    assert seen_as(row, aoi, now()).other == mio


def test_whoever_asks_by_need_never_reads_whom_the_connector_picked(three, browser):
    aoi, ren, mio = three
    row = needed(aoi, ren)
    forward(row, NOTE, Scope.CLOSE, by=ren, target=mio, at=now())
    refuse(row, by=mio, at=now())
    db.session.commit()
    browser.sign_in(aoi)
    for path in ("/introductions", f"/introductions/{row.public_id}"):
        page = browser.get(path).get_data(as_text=True)
        assert mio.given_name not in page
        assert mio.public_id not in page


def test_the_same_need_sent_twice_is_one_request(three, count):
    aoi, ren, _mio = three
    for connector in (None, None, ren, ren):
        ask_by_need(aoi, connector, WISH, at=now())
    assert count(Introduction) == 2


def test_ask_my_connectors_finds_the_least_burdened_then_the_closest(three):
    aoi, ren, _mio = three
    busy, free = a_member("Busy"), a_member("Free")
    for one in (busy, free):
        connected(aoi, one)
    glad(busy, free)
    pause(ren, True, at=now())
    first = came(a_member("First"))
    connected(first, busy)
    needed(first, busy)
    row = needed(aoi, None)
    assert row.connector == free
    assert seen_as(row, aoi, now()).connector is None


def test_a_connector_can_only_pick_among_their_own_contacts(three):
    aoi, ren, _mio = three
    stranger = a_member("Stranger")
    row = needed(aoi, ren)
    for wrong in (stranger, aoi, None):
        with pytest.raises(NotYourContact):
            forward(row, NOTE, Scope.CLOSE, by=ren, target=wrong, at=now())


def test_only_own_contacts_can_be_named_and_once_a_month(three):
    aoi, ren, mio = three
    with pytest.raises(NotYourContact):
        needed(aoi, mio)
    needed(aoi, ren, type(WISH)("I look for rice of the year.", WISH.offer, False, ()))
    with pytest.raises(AskedThem):
        needed(aoi, ren)


def test_a_connector_who_is_full_or_resting_looks_the_same_to_the_asker(three):
    aoi, ren, _mio = three
    pause(ren, True, at=now())
    row = needed(aoi, ren)
    assert row.state == State.PARKED
    assert seen(row, aoi) == Seen.CHECKING
    assert seen(row, ren) is None
    pause(ren, False, at=now())
    advance(now())
    assert row.state == State.WITH_CONNECTOR


def test_a_pick_who_knows_the_asker_already_is_not_asked(three):
    aoi, ren, mio = three
    connected(aoi, mio)
    row = needed(aoi, ren)
    forward(row, NOTE, Scope.CLOSE, by=ren, target=mio, at=now())
    assert row.state == State.PARKED
    assert seen(row, ren) == Seen.CHECKING
    assert seen(row, mio) is None


# Connector first


@pytest.fixture
def two_known(three):
    """Ren knows Aoi and Mio, who may both be reached."""
    aoi, ren, mio = three
    open_to(aoi)
    return aoi, ren, mio


def proposed(connector, one, other):
    row = propose(connector, (one, other), NOTE, Scope.CLOSE, at=now())
    advance(now())
    return row


def test_a_connector_asks_both_and_each_sees_only_their_own_answer(two_known):
    aoi, ren, mio = two_known
    row = proposed(ren, aoi, mio)
    assert row.state == State.WITH_BOTH
    assert seen(row, aoi) == seen(row, mio) == Seen.YOUR_TURN
    before = seen_as(row, mio, now())
    consent(row, ("email",), by=aoi, at=now())
    assert seen(row, aoi) == Seen.CHECKING
    assert seen_as(row, mio, now()) == before
    assert seen(row, ren) == Seen.CHECKING
    consent(row, (), by=mio, at=now())
    assert row.state == State.INTRODUCED
    assert seen(row, aoi) == seen(row, mio) == seen(row, ren) == Seen.INTRODUCED
    tie = between(aoi, mio)
    assert side_of(tie, aoi).shares == ["email"]
    assert len(letters(ren, "thanks")) == 1


def test_one_yes_alone_ends_with_the_neutral_sentence_at_the_neutral_hour(two_known):
    aoi, ren, mio = two_known
    row = proposed(ren, aoi, mio)
    consent(row, (), by=aoi, at=now())
    refuse(row, by=mio, at=now())
    early, late = now(), row.closes_at
    assert seen(row, mio) is None
    for member in (aoi, ren):
        assert seen(row, member, early) == Seen.CHECKING
        assert seen(row, member, late) == Seen.NOT_THIS_TIME


def test_a_yes_to_a_connector_can_be_taken_back_and_nobody_notices(two_known):
    aoi, ren, mio = two_known
    row = proposed(ren, aoi, mio)
    consent(row, (), by=aoi, at=now())
    take_back(row, by=aoi, at=now())
    assert seen(row, aoi) is None
    assert seen(row, mio) == Seen.YOUR_TURN
    assert seen(row, ren) == Seen.CHECKING
    consent(row, (), by=mio, at=now())
    assert seen(row, mio) == Seen.CHECKING
    assert not are_connected(aoi, mio)


def test_the_no_of_one_leaves_the_others_question_as_it_was(two_known):
    aoi, ren, mio = two_known
    row = proposed(ren, aoi, mio)
    before = seen_as(row, aoi, now())
    refuse(row, by=mio, at=now())
    assert row.state == State.CLOSED
    assert seen_as(row, aoi, now()) == before
    assert len(letters(aoi, "proposed")) == 2  # the question and its reminder
    later = row.approach_to(aoi, Party.TARGET).due_at
    advance(later)
    assert row.approach_to(aoi, Party.TARGET).answer == Answer.SILENT
    assert seen(row, aoi, later) is None


def test_where_one_cannot_be_reached_the_other_is_not_troubled(two_known):
    aoi, ren, mio = two_known
    blocked(aoi, mio)
    row = proposed(ren, aoi, mio)
    assert row.state in (State.PARKED, State.CLOSED)
    assert seen(row, aoi) is seen(row, mio) is None
    assert seen(row, ren) == Seen.CHECKING


def test_nobody_is_brought_together_with_themselves_or_twice(two_known):
    aoi, ren, mio = two_known
    proposed(ren, aoi, mio)
    for pair in ((aoi, aoi), (aoi, ren)):
        with pytest.raises(TwoPeople):
            proposed(ren, *pair)
    with pytest.raises(ProposedAlready):
        proposed(ren, mio, aoi)


# Terms


def test_a_target_is_asked_on_their_own_terms(three):
    aoi, ren, mio = three
    usual = Choice(is_reachable=True)
    terms = {
        "no more than none": Choice(is_reachable=True, target_cap=0),
        "other topics": Choice(is_reachable=True, topics=(Topic.HIRING,)),
        "nobody listed": Choice(is_reachable=True, vouching=Vouching.LISTED),
        "not at all": Choice(is_reachable=False),
    }
    row = asked(aoi, mio)
    assert row.state == State.WITH_CONNECTOR
    for name, choice in terms.items():
        choose_terms(mio, choice, at=now())
        asker = came(a_member("Asker"))
        connected(asker, ren)
        pending = db.session.query(Approach).filter_by(member_id=ren.id, answer=None)
        pending.update({"answer": Answer.MOOT})
        assert asked(asker, mio).state == State.PARKED, name
    choose_terms(mio, usual, at=now())


def test_whoever_lists_who_may_vouch_is_reached_through_them(three):
    aoi, ren, mio = three
    choice = Choice(is_reachable=True, vouching=Vouching.LISTED, vouchers=(ren.id,))
    choose_terms(mio, choice, at=now())
    assert asked(aoi, mio).connector == ren


def test_three_silences_give_a_connector_a_rest_and_a_kind_letter(three):
    _aoi, ren, mio = three
    at = now()
    for _ in range(3):
        asker = came(a_member("Asker"))
        connected(asker, ren)
        row = asked(asker, mio, at=at)
        assert row.state == State.WITH_CONNECTOR
        at = row.step_due_at
        advance(at)
    assert terms_of(ren).is_paused_by_house
    assert len(letters(ren, "paused")) == 1


def test_a_no_goes_to_one_more_connector_while_six_days_remain(three):
    aoi, ren, mio = three
    sora = a_member("Sora")
    connected(aoi, sora)
    connected(sora, mio)
    glad(sora)
    row = asked(aoi, mio)
    first = row.connector
    second = sora if first == ren else ren
    refuse(row, by=first, at=now())
    assert (row.state, row.connector) == (State.WITH_CONNECTOR, second)
    assert seen(row, first) is None
    refuse(row, by=second, at=now())
    assert row.state == State.CLOSED
    assert seen(row, aoi) == Seen.CHECKING


def test_late_noes_and_named_connectors_go_to_nobody_else(three):
    aoi, ren, _mio = three
    sora = a_member("Sora")
    connected(aoi, sora)
    glad(sora)
    row = needed(aoi, ren)
    refuse(row, by=ren, at=now())
    assert row.state == State.CLOSED


def test_a_weekly_letter_tells_of_all_requests_at_once(three):
    aoi, ren, mio = three
    choose_terms(ren, Choice(is_connector=True, is_digest=True), at=now())
    other = came(a_member("Yui"))
    connected(other, ren)
    row = asked(aoi, mio)
    needed(other, ren)
    assert letters(ren, "asked_connector") == []
    (letter,) = letters(ren, "digest")
    assert letter.subject.startswith("2 people hope")
    approach = row.approach_to(ren, Party.CONNECTOR)
    assert approach.due_at == min(
        approach.told_at + timedelta(days=7), row.closes_at - timedelta(hours=12)
    )


def test_an_endorsement_can_be_taken_back_before_the_last_yes(three):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    take_back(row, by=ren, at=now())
    assert (row.state, row.end_reason) == (State.CLOSED, EndReason.TAKEN_BACK)
    assert seen(row, mio) is seen(row, ren) is None
    assert seen(row, aoi) == Seen.CHECKING


@pytest.mark.parametrize("field", ["purpose", "offer", "why", "note", "shares", "shows"])
def test_any_change_of_words_or_fields_voids_the_consents(three, field):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    setattr(row, field, ["phone"] if field in ("shares", "shows") else "Something else entirely.")
    consent(row, (), by=mio, at=now())
    assert (row.state, row.end_reason) == (State.CLOSED, EndReason.CHANGED)
    assert not are_connected(aoi, mio)


# What is kept


def test_every_change_of_state_is_a_line_of_the_log(three):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    consent(row, (), by=mio, at=now())
    steps = db.session.query(Step).filter_by(introduction_id=row.id).order_by(Step.id).all()
    assert [step.to_state for step in steps] == [
        State.DRAFT,
        State.SCREENING,
        State.WITH_CONNECTOR,
        State.WITH_TARGET,
        State.INTRODUCED,
    ]
    assert [step.actor_id for step in steps] == [aoi.id, aoi.id, None, ren.id, mio.id]


def test_a_draft_is_seen_by_its_writer_alone_and_becomes_the_request(three, count):
    aoi, ren, mio = three
    draft = keep_draft(aoi, mio, WISH, at=now())
    assert seen(draft, aoi) == Seen.DRAFT
    assert seen(draft, ren) is seen(draft, mio) is None
    row = asked(aoi, mio)
    assert row.id == draft.id
    assert count(Introduction) == 1


def test_what_waits_finds_its_way_when_room_comes_free(three):
    aoi, ren, mio = three
    other = came(a_member("Yui"))
    connected(other, ren)
    first = asked(other, mio)
    second = asked(aoi, mio)
    for row in (first, second):
        forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    assert (first.state, second.state) == (State.WITH_TARGET, State.PARKED)
    refuse(first, by=mio, at=now())
    advance(now())
    assert second.state == State.WITH_TARGET


def test_whoever_leaves_is_not_missed_before_the_neutral_hour(three):
    aoi, _ren, mio = three
    row = asked(aoi, mio)
    name = mio.full_name
    db.session.commit()
    db.session.delete(mio)
    db.session.commit()
    advance(now())
    db.session.refresh(row)
    assert row.state == State.CLOSED
    request = seen_as(row, aoi, now())
    assert (request.seen, request.other.full_name) == (Seen.CHECKING, name)


def test_a_request_taken_back_gives_the_connector_their_room_again(three):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    withdraw(row, by=aoi, at=now())
    assert row.approach_to(ren, Party.CONNECTOR).answer == Answer.MOOT


def test_the_words_of_whoever_leaves_go_at_once(three, count):
    aoi, ren, mio = three
    open_to(aoi)
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    forget_member(aoi, at=now())
    assert count(Introduction) == 0
    assert letters(mio, "asked_target") == []
