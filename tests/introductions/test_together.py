"""What two people do together: both agree to it, both see it, and nobody else does."""

from datetime import date, timedelta

import pytest

from app.accounts.models import User
from app.connections.operations import remove
from app.connections.queries import between
from app.introductions.jobs import remind
from app.introductions.models import GrowthPair, JointTask
from app.introductions.operations.together import (
    EnoughTasks,
    EnoughToLearn,
    LearningAlready,
    NothingToAnswer,
    add_task,
    agree_to_learn,
    ask_to_learn,
    check_in,
    day_of,
    drop_task,
    finish_task,
    leave_pair,
    take_on,
)
from app.introductions.queries.together import (
    might_learn_with,
    open_tasks_of,
    pair_of,
    pairs_with,
    tasks_of,
)
from app.introductions.rules.together import PairState, Rhythm, next_meeting
from app.keeping.models import FavourEntry, TouchEntry
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.safety.operations import close_account
from tests.factories import a_member, blocked, connected, tagged

pytestmark = pytest.mark.usefixtures("transaction")

GOAL, OTHER_GOAL = "To read one book on tax each month.", "To keep my own books by spring."


@pytest.fixture
def two():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    return aoi, ren, connected(aoi, ren)


@pytest.fixture
def learning(two):
    aoi, ren, tie = two
    pair = ask_to_learn(tie, GOAL, Rhythm.MONTHLY, by=aoi, at=now())
    agree_to_learn(pair, OTHER_GOAL, by=ren, at=now())
    return aoi, ren, pair


def letters(member, kind):
    return [
        letter
        for mail in db.session.query(Mail)
        .filter_by(member_id=member.id, kind=f"together.{kind}")
        .order_by(Mail.id)
        if (letter := compose(mail)) is not None
    ]


# Rules


def test_a_missed_day_is_let_go():
    began, today = date(2026, 11, 1), date(2026, 12, 24)
    assert next_meeting(began, Rhythm.MONTHLY, date(2026, 11, 2)) == date(2026, 11, 29)
    assert next_meeting(began, Rhythm.MONTHLY, today) == date(2026, 12, 27)
    assert next_meeting(began, Rhythm.WEEKLY, today) > today


# Learning side by side


def test_two_learn_together_once_both_have_said_so_with_a_goal_each(two):
    aoi, ren, tie = two
    pair = ask_to_learn(tie, GOAL, Rhythm.FORTNIGHTLY, by=aoi, at=now())
    (letter,) = letters(ren, "learn")
    assert GOAL in letter.text
    with pytest.raises(NothingToAnswer):
        agree_to_learn(pair, OTHER_GOAL, by=aoi, at=now())
    agree_to_learn(pair, OTHER_GOAL, by=ren, at=now())
    assert (pair.state, pair.goal_of(aoi), pair.goal_of(ren)) == ("active", GOAL, OTHER_GOAL)
    assert pair.next_on == day_of(now(), ren) + timedelta(days=14)
    assert db.session.query(TouchEntry).filter_by(connection_id=tie.id).count() == 1


def test_a_no_looks_to_whoever_asked_as_if_none_had_come(two):
    aoi, ren, tie = two
    pair = ask_to_learn(tie, GOAL, Rhythm.WEEKLY, by=aoi, at=now())
    leave_pair(pair, by=ren, at=now())
    assert pair_of(tie, ren, now()) is None
    assert pair_of(tie, aoi, now()) is pair
    with pytest.raises(LearningAlready):
        ask_to_learn(tie, GOAL, Rhythm.WEEKLY, by=aoi, at=now())
    month = now() + timedelta(days=31)
    assert pair_of(tie, aoi, month) is None
    assert ask_to_learn(tie, GOAL, Rhythm.WEEKLY, by=ren, at=now()).awaits(aoi, now())


def test_nobody_learns_with_more_than_three(two):
    aoi = two[0]
    for _ in range(3):
        other = a_member("Other")
        pair = ask_to_learn(connected(aoi, other), GOAL, Rhythm.WEEKLY, by=other, at=now())
        agree_to_learn(pair, GOAL, by=aoi, at=now())
    with pytest.raises(EnoughToLearn):
        ask_to_learn(two[2], GOAL, Rhythm.WEEKLY, by=aoi, at=now())


def test_the_next_day_is_set_once_both_have_told(learning):
    aoi, ren, pair = learning
    first = pair.next_on
    check_in(pair, "One chapter.", by=aoi, at=now())
    check_in(pair, "Two chapters.", by=aoi, at=now())
    assert pair.next_on == first
    check_in(pair, "Nothing yet.", by=ren, at=now())
    assert pair.next_on == first + timedelta(days=28)


def test_both_are_reminded_on_the_day_and_not_once_they_have_told(learning):
    aoi, ren, pair = learning
    on_the_day = now() + (pair.next_on - day_of(now(), aoi)) + timedelta(hours=12)
    assert remind(on_the_day - timedelta(days=3)) == 0
    remind(on_the_day)
    remind(on_the_day)
    assert len(letters(aoi, "tell")) == len(letters(ren, "tell")) == 1
    for member in (aoi, ren):
        check_in(pair, "One chapter.", by=member, at=on_the_day)
    assert letters(aoi, "tell") == letters(ren, "tell") == []


def test_an_end_is_an_end_for_both(learning):
    aoi, ren, pair = learning
    leave_pair(pair, by=ren, at=now())
    assert pairs_with(aoi, now()) == pairs_with(ren, now()) == []
    with pytest.raises(NothingToAnswer):
        check_in(pair, "One chapter.", by=aoi, at=now())


def test_people_are_thought_of_who_look_for_the_same_and_show_it(two):
    aoi, ren, _tie = two
    tagged(aoi, Facet.NEED, "tax")
    tagged(ren, Facet.NEED, "tax")
    stranger = tagged(a_member("Stranger"), Facet.NEED, "tax")
    assert [person for person, _tag in might_learn_with(aoi)] == [ren]
    assert stranger.id != ren.id
    profile = profile_of(ren)
    profile.visibility = {"needs": "private", "offers": "private"}
    db.session.commit()
    assert might_learn_with(aoi) == []


def test_people_who_are_learning_the_same_are_thought_of_while_they_say_so(two):
    aoi, ren, _tie = two
    tagged(aoi, Facet.LEARNING, "English")
    tagged(ren, Facet.LEARNING, "English")
    assert [person for person, _tag in might_learn_with(aoi)] == [ren]
    profile_of(ren).visibility = {"learning": "matching"}
    db.session.commit()
    assert might_learn_with(aoi) == []


# Small things to do


def test_a_task_of_ones_own_is_taken_on_and_done_is_something_given(two):
    aoi, ren, tie = two
    task = add_task(tie, "Draft the outline", aoi, date(2030, 1, 1), by=aoi, at=now())
    assert [each.words for each in open_tasks_of(aoi)] == ["Draft the outline"]
    with pytest.raises(NothingToAnswer):
        finish_task(task, by=ren, at=now())
    finish_task(task, by=aoi, at=now())
    (gave,) = db.session.query(FavourEntry).filter_by(owner_id=aoi.id)
    assert (gave.direction, gave.kind) == ("gave", "task")
    assert open_tasks_of(aoi) == []


def test_the_other_is_asked_before_a_task_is_theirs(two):
    aoi, ren, tie = two
    task = add_task(tie, "Find a room", ren, date(2030, 1, 1), by=aoi, at=now())
    (letter,) = letters(ren, "task")
    assert "Find a room" in letter.text
    with pytest.raises(NothingToAnswer):
        finish_task(task, by=ren, at=now())
    take_on(task, by=ren, at=now())
    assert letters(ren, "task") == []
    finish_task(task, by=ren, at=now())


def test_only_the_owner_sees_that_a_day_has_passed(two):
    aoi, ren, tie = two
    task = add_task(tie, "Find a room", aoi, date(2026, 1, 1), by=aoi, at=now())
    assert task.is_late_for(aoi, date(2026, 1, 2))
    assert not task.is_late_for(ren, date(2026, 1, 2))


def test_five_open_tasks_are_enough(two):
    aoi, _ren, tie = two
    tasks = [add_task(tie, f"Task {n}", aoi, date(2030, 1, 1), by=aoi, at=now()) for n in range(5)]
    with pytest.raises(EnoughTasks):
        add_task(tie, "One more", aoi, date(2030, 1, 1), by=aoi, at=now())
    drop_task(tasks[0], at=now())
    add_task(tie, "One more", aoi, date(2030, 1, 1), by=aoi, at=now())


def test_the_owner_is_reminded_on_the_day(two):
    aoi, ren, tie = two
    today = day_of(now(), aoi)
    add_task(tie, "Find a room", aoi, now().date(), by=aoi, at=now())
    add_task(tie, "Not yet theirs", ren, now().date(), by=aoi, at=now())
    remind(now())
    remind(now())
    assert today is not None
    assert len(letters(aoi, "due")) == 1
    assert letters(ren, "due") == []


# What ends it


@pytest.mark.parametrize("how", ["removed", "blocked", "left"])
def test_nothing_is_sent_or_seen_once_the_two_have_parted(two, app, how):
    aoi, ren, tie = two
    ask_to_learn(tie, GOAL, Rhythm.WEEKLY, by=aoi, at=now())
    add_task(tie, "Find a room", ren, now().date(), by=aoi, at=now())
    if how == "removed":
        remove(between(aoi, ren), by=aoi, at=now())
    elif how == "blocked":
        blocked(aoi, ren)
    else:
        close_account(aoi, at=now())
    db.session.commit()
    assert letters(ren, "learn") == letters(ren, "task") == []
    assert open_tasks_of(ren) == pairs_with(ren, now()) == []
    browser = app.test_client().sign_in(ren)
    if db.session.get(User, aoi.id):
        assert browser.get(f"/people/{aoi.public_id}/together").status_code == 404
    else:
        assert db.session.query(GrowthPair).count() == db.session.query(JointTask).count() == 0


# Pages


def test_two_do_something_together_on_their_page(two, app):
    aoi, ren, _tie = two
    mine, theirs = app.test_client().sign_in(aoi), app.test_client().sign_in(ren)
    there, back = f"/people/{ren.public_id}/together", f"/people/{aoi.public_id}/together"
    page = mine.post(f"{there}/pair", data={"goal": "short", "rhythm": "28"})
    assert page.status_code == 200
    assert mine.post(f"{there}/pair", data={"goal": GOAL, "rhythm": "28"}).status_code == 303
    assert GOAL in theirs.get(back).text
    assert "Asks you" in theirs.get("/together").text
    theirs.post(f"{back}/pair/agreement", data={"goal": OTHER_GOAL})
    assert OTHER_GOAL in mine.get(there).text
    mine.post(f"{there}/pair/words", data={"words": "One chapter a week."})
    assert "One chapter a week." in theirs.get(back).text
    day = (day_of(now(), aoi) + timedelta(days=9)).isoformat()
    task = {"task": "Find a room", "owner": "other", "due": day}
    mine.post(f"{there}/tasks", data=task)
    (row,) = tasks_of(between(aoi, ren))
    assert "Find a room" in theirs.get("/together").text
    theirs.post(f"{back}/tasks/{row.id}/yes")
    theirs.post(f"{back}/tasks/{row.id}/done")
    db.session.refresh(row)
    assert row.done_at is not None
    theirs.post(f"{back}/pair/end")
    assert db.session.query(GrowthPair).one().state == PairState.ENDED


def test_a_task_in_the_past_is_refused_with_everything_kept(two, app):
    aoi, ren, _tie = two
    browser = app.test_client().sign_in(aoi)
    task = {"task": "Find a room", "owner": "me", "due": "2020-01-01"}
    page = browser.post(f"/people/{ren.public_id}/together/tasks", data=task).text
    assert "within the coming year" in page
    assert "Find a room" in page


def test_nobody_else_finds_the_page_or_a_task(two, app):
    aoi, ren, tie = two
    task = add_task(tie, "Find a room", aoi, date(2030, 1, 1), by=aoi, at=now())
    sora = a_member("Sora")
    connected(sora, ren)
    browser = app.test_client().sign_in(sora)
    assert browser.get(f"/people/{aoi.public_id}/together").status_code == 404
    assert "Find a room" not in browser.get(f"/people/{ren.public_id}/together").text
    done = browser.post(f"/people/{ren.public_id}/together/tasks/{task.id}/removal")
    assert done.status_code == 404
