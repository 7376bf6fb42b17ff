from datetime import timedelta

import pytest

from app.connections.operations import remove
from app.connections.people import granted_contacts
from app.connections.queries import are_connected, between
from app.introductions.models import Introduction
from app.introductions.operations import (
    Ask,
    AskedAlready,
    ConnectedAlready,
    NotReadyToAsk,
    NotYourTurn,
    TooManyAsks,
    advance,
    consent,
    forward,
    refuse,
    withdraw,
)
from app.introductions.operations import ask as send
from app.introductions.queries import visible_introductions
from app.introductions.rules import CONNECTOR_CAP, EndReason, Scope, State
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.queries import profile_of
from app.profiles.traits import Stance
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, connected

WISH = Ask("I brew miso and would like to learn about sake.", "A tour of our brewery.", False, ())
NOTE = "Aoi brewed with me for three years, and listens well."


def ask(asker, target, wish, *, at):
    """Ask, and let the house look for a way."""
    introduction = send(asker, target, wish, at=at)
    advance(at)
    return introduction


def came(member):
    an_arrival(a_seat(an_event(), member))
    return member


@pytest.fixture
def three(transaction):
    """Aoi asks, Ren knows both and lets himself be asked, Mio may be reached."""
    aoi, ren, mio = came(a_member("Aoi")), a_member("Ren"), a_member("Mio")
    connected(aoi, ren)
    connected(ren, mio)
    profile_of(ren).is_connector = True
    profile_of(mio).is_reachable = True
    db.session.commit()
    return aoi, ren, mio


def kinds_to(member, at=None):
    """The letters that have left for `member` by then."""
    due = db.session.query(Mail).filter_by(member_id=member.id).order_by(Mail.id)
    return [
        mail.kind.partition(".")[2]
        for mail in due.filter(Mail.next_try_at <= (at or now()))
        if compose(mail) is not None
    ]


def sees(viewer):
    return list(db.session.scalars(visible_introductions(viewer)))


def test_three_yeses_make_an_introduction(three):
    aoi, ren, mio = three
    wish = Ask(WISH.purpose, WISH.offer, False, ("email",))
    introduction = ask(aoi, mio, wish, at=now())
    assert introduction.state == State.WITH_CONNECTOR
    forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    assert not are_connected(aoi, mio)
    assert granted_contacts(mio, aoi) == {}
    consent(introduction, ("email",), by=mio, at=now())
    assert introduction.state == State.INTRODUCED
    assert between(aoi, mio).origin == "introduction"
    assert granted_contacts(mio, aoi) == {"email": aoi.email}
    assert granted_contacts(aoi, mio) == {"email": mio.email}
    assert len(introduction.consents) == 3
    assert kinds_to(aoi) == ["received", "introduced"]
    assert kinds_to(mio) == ["introduced"]
    assert kinds_to(ren) == ["thanks"]


def test_each_side_sees_only_what_the_other_ticked(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    consent(introduction, ("email",), by=mio, at=now())
    assert granted_contacts(mio, aoi) == {}


def test_without_anybody_who_knows_both_the_request_is_taken_all_the_same(three):
    aoi, _ren, _mio = three
    yui = a_member("Yui")
    introduction = ask(aoi, yui, WISH, at=now())
    assert introduction.state == State.PARKED
    assert sees(aoi) == [introduction]
    assert sees(yui) == []


@pytest.mark.parametrize("hidden", ["connector", "target", "blocked", "blocked by connector"])
def test_nobody_is_asked_who_does_not_wish_to_be(three, hidden):
    aoi, ren, mio = three
    if hidden == "connector":
        profile_of(ren).is_connector = False
    elif hidden == "target":
        profile_of(mio).is_reachable = False
    elif hidden == "blocked":
        blocked(mio, aoi)
    else:
        blocked(ren, mio)
    db.session.commit()
    introduction = ask(aoi, mio, WISH, at=now())
    assert introduction.state in (State.PARKED, State.CLOSED)
    assert sees(aoi) == [introduction]
    assert sees(ren) == sees(mio) == []


def test_selling_does_not_reach_people_who_do_not_want_it(three):
    aoi, _ren, mio = three
    profile_of(mio).stance = Stance.NONE
    selling = Ask(WISH.purpose, WISH.offer, True, ())
    assert ask(aoi, mio, selling, at=now()).state == State.PARKED


def test_a_full_inbox_of_the_one_asked_stays_a_secret_of_the_house(three):
    aoi, ren, mio = three
    other = came(a_member("Yui"))
    connected(other, ren)
    first = ask(other, mio, WISH, at=now())
    second = ask(aoi, mio, WISH, at=now())
    forward(first, NOTE, Scope.CLOSE, by=ren, at=now())
    forward(second, NOTE, Scope.CLOSE, by=ren, at=now())
    assert (first.state, second.state) == (State.WITH_TARGET, State.PARKED)
    assert second.end_reason == EndReason.CAPPED
    assert second in sees(ren)
    assert second not in sees(mio)


def test_connectors_are_not_asked_more_than_their_cap(three):
    _aoi, ren, mio = three
    states = []
    for _ in range(CONNECTOR_CAP + 1):
        asker = came(a_member("Asker"))
        connected(asker, ren)
        introduction = ask(asker, mio, WISH, at=now())
        states.append(introduction.state)
        if introduction.state == State.WITH_CONNECTOR:
            refuse(introduction, by=ren, at=now())
    assert states == [State.WITH_CONNECTOR] * CONNECTOR_CAP + [State.PARKED]


def test_only_the_one_whose_turn_it_is_may_answer(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    for outsider in (aoi, mio):
        with pytest.raises(NotYourTurn):
            forward(introduction, NOTE, Scope.CLOSE, by=outsider, at=now())
        with pytest.raises(NotYourTurn):
            refuse(introduction, by=outsider, at=now())
    with pytest.raises(NotYourTurn):
        consent(introduction, (), by=ren, at=now())


def test_a_no_is_told_to_nobody(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    refuse(introduction, by=ren, at=now())
    db.session.commit()
    assert introduction.state == State.CLOSED
    assert sees(aoi) == [introduction]
    assert sees(ren) == sees(mio) == []
    assert kinds_to(mio) == []


@pytest.mark.parametrize("who", ["connector", "target", "nobody", "no path"])
def test_every_ending_sends_the_asker_the_same_letter_at_the_same_hour(three, who):
    aoi, ren, mio = three
    if who == "no path":
        profile_of(ren).is_connector = False
    introduction = ask(aoi, mio, WISH, at=now())
    if who in ("target", "nobody"):
        forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    if who in ("connector", "target"):
        refuse(introduction, by=ren if who == "connector" else mio, at=now())
    advance(introduction.closes_at)
    mails = db.session.query(Mail).filter_by(member_id=aoi.id).order_by(Mail.next_try_at).all()
    assert [mail.kind for mail in mails] == ["introduction.received", "introduction.ended"]
    assert mails[1].next_try_at == introduction.closes_at
    letter = compose(mails[1])
    assert "did not come about this time" in letter.text
    assert "Ren" not in letter.text


def test_what_was_granted_or_taken_back_gets_no_neutral_letter(three):
    aoi, _ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    withdraw(introduction, by=aoi, at=now())
    assert kinds_to(aoi, introduction.closes_at) == ["received"]


def test_a_request_taken_back_disappears_for_the_others(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    withdraw(introduction, by=aoi, at=now())
    db.session.commit()
    assert sees(ren) == sees(mio) == []
    with pytest.raises(NotYourTurn):
        consent(introduction, (), by=mio, at=now())


def test_a_request_that_ended_inside_can_still_be_taken_back(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    refuse(introduction, by=ren, at=now())
    withdraw(introduction, by=aoi, at=now())
    assert introduction.state == State.WITHDRAWN


@pytest.mark.parametrize("between_them", ["block", "connector blocks", "tie ended", "asker left"])
def test_everything_is_checked_again_at_the_last_yes(three, between_them):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    if between_them == "block":
        blocked(aoi, mio)
    elif between_them == "connector blocks":
        blocked(ren, mio)
    elif between_them == "tie ended":
        remove(between(ren, mio), by=ren, at=now())
    else:
        aoi.disabled_at = now()
    consent(introduction, ("email",), by=mio, at=now())
    assert introduction.state == State.CLOSED
    assert between(aoi, mio) is None


def test_a_block_after_the_introduction_stops_its_letters(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    consent(introduction, (), by=mio, at=now())
    blocked(mio, aoi)
    assert "introduced" not in kinds_to(aoi)
    assert "introduced" not in kinds_to(mio)


def test_silence_ends_a_step_after_a_week(three):
    aoi, ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    advance(now() + timedelta(days=6))
    assert introduction.state == State.WITH_CONNECTOR
    advance(now() + timedelta(days=7, seconds=1))
    assert introduction.state == State.CLOSED
    assert introduction.end_reason == EndReason.EXPIRED_CONNECTOR
    with pytest.raises(NotYourTurn):
        forward(introduction, NOTE, Scope.CLOSE, by=ren, at=now())
    assert sees(mio) == []


def test_newcomers_go_to_an_event_first(transaction):
    fresh, mio = a_member("Fresh", joined_at=now() - timedelta(days=1)), a_member("Mio")
    never_came = a_member("Never")
    for asker in (came(fresh), never_came):
        with pytest.raises(NotReadyToAsk):
            ask(asker, mio, WISH, at=now())


def test_people_who_know_each_other_need_no_introduction(three):
    aoi, ren, _mio = three
    with pytest.raises(ConnectedAlready):
        ask(aoi, ren, WISH, at=now())


def test_the_same_person_is_asked_for_once_in_half_a_year(three):
    aoi, _ren, mio = three
    introduction = ask(aoi, mio, WISH, at=now())
    with pytest.raises(AskedAlready):
        ask(aoi, mio, WISH, at=now())
    later = introduction.closes_at + timedelta(days=179)
    with pytest.raises(AskedAlready):
        ask(aoi, mio, WISH, at=later)
    assert ask(aoi, mio, WISH, at=later + timedelta(days=2)) is not introduction


def test_two_requests_may_be_open_and_a_silent_no_frees_no_place(three, count):
    aoi, ren, mio = three
    first = ask(aoi, mio, WISH, at=now())
    ask(aoi, a_member("Yui"), WISH, at=now())
    refuse(first, by=ren, at=now())
    with pytest.raises(TooManyAsks):
        ask(aoi, a_member("Sora"), WISH, at=now())
    assert count(Introduction) == 2
