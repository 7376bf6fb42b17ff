"""Screening, trouble, what came of it, prompts and the board."""

from datetime import UTC, datetime, timedelta

import pytest

from app.connections.queries import are_connected
from app.introductions.models import Approach, Prompt, Thanks
from app.introductions.operations import (
    AskingSuspended,
    Complaint,
    NotYourTurn,
    Refusing,
    TooManyAsks,
    advance,
    ask,
    clear_marks,
    consent,
    forward,
    let_pass,
    make_prompts,
    propose,
    put_up,
    refuse,
    refuse_firmly,
    report,
    respond,
    settle_trouble,
    take_up,
    tell_outcome,
    thank_connector,
    turn_away,
)
from app.introductions.operations.board import Draft
from app.introductions.operations.refusals import ThankedFor
from app.introductions.operations.steps import hold_terms
from app.introductions.pages import seen_as
from app.introductions.queries.giving import prompt_for
from app.introductions.rules import (
    Answer,
    EndReason,
    Outcome,
    Party,
    Place,
    Refusal,
    Rule,
    Scope,
    Seen,
    Side,
    State,
    Topic,
    Trouble,
    budget_after,
    month_began,
)
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Report
from app.moderation.operations import ReportedEnough
from app.moderation.queries import has_blocked
from app.moderation.rules import MOST_A_DAY
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.traits import Facet
from tests.factories import a_group, a_member, blocked, connected, tagged
from tests.introductions.conftest import NOTE, WISH, asked, open_to

pytestmark = pytest.mark.usefixtures("transaction")


def letters(member, kind):
    return [
        letter
        for mail in db.session.query(Mail)
        .filter_by(member_id=member.id, kind=kind)
        .order_by(Mail.id)
        if (letter := compose(mail)) is not None
    ]


def introduced(three):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    consent(row, (), by=mio, at=now())
    return row


# Screening


def saying(words):
    return type(WISH)(words, WISH.offer, False, ())


@pytest.mark.parametrize(
    "words",
    [
        "権利収入のしくみについて、ぜひ一度お話しさせてください。人生が変わります。",
        "Let me show you a guaranteed return on your savings, it takes an hour.",
        "詳しくはLINEを交換してからお話しします。まずはご連絡ください。",
    ],
)
def test_suspicious_words_wait_for_a_moderator(three, words):
    aoi, _ren, mio = three
    staff = a_member("Staff", is_staff=True)
    row = asked(aoi, mio, saying(words))
    assert row.state == State.SCREENING
    assert seen_as(row, aoi, now()).seen == Seen.CHECKING
    assert len(letters(staff, "introduction.to_screen")) == 1
    let_pass(row, at=now())
    advance(now())
    assert row.state == State.WITH_CONNECTOR


def test_nearly_the_same_words_to_a_third_person_wait_for_a_moderator(three):
    aoi, _ren, mio = three
    others = [a_member(name) for name in ("Yui", "Sora")]
    at = now() - timedelta(days=20)
    aoi.joined_at = at - timedelta(days=30)
    for other in others:
        row = asked(aoi, other, at=at)
    row = asked(aoi, mio, saying(WISH.purpose + " Really!"))
    assert row.state == State.SCREENING


def test_whoever_breaks_a_rule_is_told_at_once_and_nobody_else_hears(three):
    aoi, ren, mio = three
    row = asked(aoi, mio, saying("Passive income for everybody who listens to me for an hour."))
    turn_away(row, Rule.MONEY, by=a_member("Staff", is_staff=True), at=now())
    assert seen_as(row, aoi, now()).seen == Seen.TURNED_AWAY
    (letter,) = letters(aoi, "introduction.turned_away")
    assert "ways to get rich" in letter.text
    assert letters(aoi, "introduction.ended") == []
    assert letters(ren, "introduction.asked_connector") == []
    asked(aoi, mio)  # and may be asked for properly


def test_what_no_moderator_looks_at_within_a_day_rests(three):
    aoi, _ren, mio = three
    row = asked(aoi, mio, saying("Passive income for everybody who listens to me for an hour."))
    advance(now() + timedelta(hours=25))
    assert (row.state, row.end_reason) == (State.PARKED, EndReason.UNSCREENED)
    advance(row.closes_at)
    assert seen_as(row, aoi, row.closes_at).seen == Seen.NOT_THIS_TIME


# Marks


def test_marks_halve_the_budget_and_the_third_suspends():
    assert [budget_after(marks).monthly for marks in range(4)] == [4, 2, 1, 1]
    assert [budget_after(marks).is_suspended for marks in range(4)] == [False, False, False, True]


def test_a_month_begins_where_the_member_is():
    at = datetime(2026, 11, 30, 16, tzinfo=UTC)  # the first of December in Tokyo
    assert month_began(at, "Asia/Tokyo") == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert month_began(at, "UTC") == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_mark_counts_from_the_next_month_and_until_a_moderator_has_looked(three):
    aoi, ren, mio = three
    at = datetime(2026, 11, 10, 3, tzinfo=UTC)
    aoi.joined_at = at - timedelta(days=60)
    row = ask(aoi, mio, WISH, at=at)
    advance(at)
    refuse(row, by=ren, reason=Refusal.SALESY, at=at)
    same_month = at + timedelta(days=18)
    ask(aoi, a_member("Yui"), WISH, at=same_month)
    next_month = at + timedelta(days=24)
    with pytest.raises(TooManyAsks):  # one open of one
        ask(aoi, a_member("Sora"), WISH, at=next_month)
    clear_marks(aoi, by=a_member("Staff", is_staff=True), at=next_month)
    ask(aoi, a_member("Sora"), WISH, at=next_month)


def test_three_marks_suspend_until_a_moderator_looks(three):
    aoi, _ren, mio = three
    at = datetime(2026, 11, 10, 3, tzinfo=UTC)
    aoi.joined_at = at - timedelta(days=60)
    row = ask(aoi, mio, WISH, at=at)
    advance(at)
    for _ in range(3):
        someone = a_member("Marker")

        db.session.add(
            Approach(introduction_id=row.id, member_id=someone.id, party=Party.TARGET, asked_at=at,
                     told_at=at, due_at=at, answer=Answer.NO, reason=Refusal.SALESY, answered_at=at)
        )  # fmt: skip
    db.session.commit()
    with pytest.raises(AskingSuspended):
        ask(aoi, a_member("Sora"), WISH, at=at + timedelta(days=24))


# Trouble


def test_a_no_a_block_and_a_report_are_one_step(three):
    aoi, ren, mio = three
    row = asked(aoi, mio)
    forward(row, NOTE, Scope.CLOSE, by=ren, at=now())
    other = asked(aoi, a_member("Yui"))
    wish = Refusing(Refusal.SALESY, blocks=True, complaint=Complaint(Trouble.SALES, "Pushy."))
    refuse_firmly(row, wish, by=mio, at=now())
    assert row.state == State.CLOSED
    assert has_blocked(mio, aoi)
    db.session.refresh(other)
    assert other.state == State.SCREENING  # the asker's other requests wait
    assert seen_as(other, aoi, now()).seen == Seen.CHECKING
    assert letters(aoi, "introduction.turned_away") == []


def test_the_introducer_is_spared_and_hears_only_that_it_is_taken_care_of(three):
    aoi, ren, mio = three
    row = introduced(three)
    report(row, Complaint(Trouble.MONEY, "They asked me to invest."), by=mio, at=now())
    filed = db.session.query(Report).one()
    assert (filed.about_id, filed.words) == (aoi.id, "They asked me to invest.")
    staff = a_member("Staff", is_staff=True)
    settle_trouble(filed, by=staff, at=now())
    assert letters(ren, "introduction.taken_care_of") == []

    hold_terms(ren).hears_of_trouble = True
    report(row, Complaint(Trouble.OTHER), by=aoi, at=now())
    settle_trouble(db.session.query(Report).filter_by(by_id=aoi.id).one(), by=staff, at=now())
    settle_trouble(db.session.query(Report).filter_by(by_id=aoi.id).one(), by=staff, at=now())
    (letter,) = letters(ren, "introduction.taken_care_of")
    assert "Aoi" not in letter.text
    assert "Mio" not in letter.text


# What came of it


def test_the_connector_hears_that_it_bore_fruit_only_if_both_have_met(three):
    aoi, ren, mio = three
    row = introduced(three)
    with pytest.raises(NotYourTurn):
        tell_outcome(row, Outcome.MET, by=ren, at=now())
    tell_outcome(row, Outcome.MET, by=aoi, at=now())
    tell_outcome(row, Outcome.NOT_YET, by=mio, at=now())
    assert letters(ren, "introduction.fruitful") == []
    tell_outcome(row, Outcome.MET, by=mio, at=now())
    assert len(letters(ren, "introduction.fruitful")) == 1


def test_each_of_the_two_is_asked_once_a_fortnight_later(three):
    aoi, ren, mio = three
    row = introduced(three)
    for member in (aoi, mio):
        (mail,) = db.session.query(Mail).filter_by(member_id=member.id, kind="introduction.outcome")
        assert mail.next_try_at >= row.ended_at + timedelta(days=14)
    assert letters(ren, "introduction.outcome") == []


def test_thanks_are_read_by_the_two_alone(three):
    aoi, ren, _mio = three
    row = introduced(three)
    thank_connector(row, "What a lovely evening.", by=aoi, at=now())
    (letter,) = letters(ren, "introduction.thanked")
    assert "What a lovely evening." in letter.text
    blocked(ren, aoi)
    assert letters(ren, "introduction.thanked") == []
    assert db.session.query(Thanks).count() == 1


# Prompts


def test_one_introduction_is_thanked_for_once(three):
    aoi, ren, mio = three
    row = introduced(three)
    thank_connector(row, "What a lovely evening.", by=aoi, at=now())
    with pytest.raises(ThankedFor):
        thank_connector(row, "What a lovely evening.", by=aoi, at=now() + timedelta(days=30))
    thank_connector(row, "I am glad, too.", by=mio, at=now())
    assert len(letters(ren, "introduction.thanked")) == 2


def test_ten_reports_a_day_are_enough_here_too(three):
    row = introduced(three)
    for _ in range(MOST_A_DAY):
        report(row, Complaint(Trouble.SALES), by=three[2], at=now())
    with pytest.raises(ReportedEnough):
        report(row, Complaint(Trouble.SALES), by=three[2], at=now())


def test_a_connector_is_given_one_thought_a_week(three):
    aoi, ren, mio = three
    open_to(aoi)
    tagged(aoi, Facet.OFFER, "miso")
    tagged(mio, Facet.NEED, "miso")
    assert make_prompts(now()) == 1
    prompt = prompt_for(ren, now())
    assert {prompt.one_id, prompt.other_id} == {aoi.id, mio.id}
    assert make_prompts(now() + timedelta(days=6)) == 0
    assert make_prompts(now() + timedelta(days=8)) == 0  # never the same two again
    assert db.session.query(Prompt).count() == 1


def test_a_thought_does_not_depend_on_what_the_connector_may_not_know(three):
    aoi, ren, mio = three
    open_to(aoi)
    tagged(aoi, Facet.OFFER, "miso")
    tagged(mio, Facet.NEED, "miso")
    connected(aoi, mio)
    blocked(aoi, mio)
    assert make_prompts(now()) == 1
    assert prompt_for(ren, now()) is not None


def test_two_who_have_been_suggested_to_each_other_are_no_thought_any_more(three):
    aoi, ren, mio = three
    open_to(aoi)
    tagged(aoi, Facet.OFFER, "miso")
    tagged(mio, Facet.NEED, "miso")
    propose(ren, (aoi, mio), NOTE, Scope.CLOSE, at=now())
    assert make_prompts(now()) == 0


# The board


def test_an_answer_on_the_board_ties_two_once_its_author_agrees(transaction):
    host, mio = a_member("Host"), a_member("Mio")
    group = a_group(host)
    draft = Draft(Side.NEED, Topic.WORK, Place.REMOTE, "A designer", "For a small label, in May.")
    posting = put_up(group, host, draft, at=now())
    response = respond(posting, mio, "I have time, and like labels.", ("email",), at=now())
    (letter,) = letters(host, "board.answered")
    assert mio.email not in letter.text
    assert not are_connected(host, mio)
    take_up(response, (), by=host, at=now())
    assert are_connected(host, mio)
    assert len(letters(mio, "board.accepted")) == 1
