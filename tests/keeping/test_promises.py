"""What one has said one would do: one's own list, kept kindly, and told to nobody else."""

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.operations import mute, remove
from app.keeping.digests import digest_for
from app.keeping.models import Pledge
from app.keeping.operations import (
    PromisedEnough,
    Word,
    forget_promise,
    keep_promise,
    let_go,
    promise,
    promise_digests,
    take_up_again,
    word_anew,
)
from app.keeping.queries import (
    balance_of,
    open_pledges,
    pledges_in,
    pledges_soon,
    with_people,
)
from app.keeping.rules import (
    MOST_PROMISED,
    NAMED_LATE,
    SOON,
    Balance,
    day_of,
    days_early,
    week_starts,
)
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.safety.operations import close_account
from tests.factories import a_member, blocked, connected

DAY = timedelta(days=1)
WORDS = "Send the article on looms"


@pytest.fixture
def two():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    return aoi, ren, connected(aoi, ren)


def today_of(member: User):
    return day_of(now(), member.timezone)


def promised(
    owner: User, tie: Connection | None = None, *, days: int | None = 3, words=WORDS, since=None
):
    due_on = None if days is None else (since or today_of(owner)) + days * DAY
    row = promise(owner, Word(words, tie, "", due_on), at=now())
    db.session.commit()
    return row


def test_the_nearest_day_comes_first_and_what_has_none_last():
    aoi = a_member()
    for days in (None, 9, -2, 3):
        promised(aoi, days=days, words=str(days))
    assert [one.row.words for one in open_pledges(aoi)] == ["-2", "3", "9", "None"]
    assert [one.row.is_late(today_of(aoi)) for one in open_pledges(aoi)] == [True, *[False] * 3]


@pytest.mark.parametrize(("days", "early"), [(3, 3), (0, 0), (-2, 0), (None, 0)])
def test_being_early_is_noticed_and_being_late_is_not_counted(days, early):
    today = now().date()
    due_on = None if days is None else today + days * DAY
    assert days_early(due_on, today) == early


def test_a_promise_kept_for_a_contact_is_something_given_in_ones_own_ledger_alone(two):
    aoi, ren, tie = two
    row = promised(aoi, tie)
    for _ in range(2):
        keep_promise(row, aoi, at=now())
    assert balance_of(tie, aoi, now()) == Balance(1, 0)
    assert balance_of(tie, ren, now()) == Balance(0, 0)
    take_up_again(row, aoi)
    assert balance_of(tie, aoi, now()) == Balance(0, 0)
    assert row.is_open


def test_what_is_over_is_not_over_twice():
    aoi = a_member()
    row = promised(aoi)
    let_go(row, aoi, at=now())
    keep_promise(row, aoi, at=now())
    assert (row.done_at, row.dropped_at is None) == (None, False)
    take_up_again(row, aoi)
    take_up_again(row, aoi)
    keep_promise(row, aoi, at=now())
    let_go(row, aoi, at=now())
    assert (row.done_at is None, row.dropped_at) == (False, None)


def test_fifty_open_promises_are_enough():
    aoi = a_member()
    rows = [Pledge(owner_id=aoi.id, words=WORDS, made_at=now()) for _ in range(MOST_PROMISED)]
    db.session.add_all(rows)
    db.session.flush()
    with pytest.raises(PromisedEnough):
        promise(aoi, Word(WORDS), at=now())
    let_go(rows[0], aoi, at=now())
    promise(aoi, Word(WORDS), at=now())
    with pytest.raises(PromisedEnough):
        take_up_again(rows[0], aoi)


@pytest.mark.parametrize("how", ["removed by me", "removed by them", "blocked", "blocking"])
def test_a_contact_no_more_is_not_named_and_nobody_can_tell_why(two, how, browser):
    aoi, ren, tie = two
    row = promised(aoi, tie)
    if how.startswith("removed"):
        remove(tie, by=aoi if how.endswith("me") else ren, at=now())
    else:
        blocked(*((ren, aoi) if how == "blocked" else (aoi, ren)))
    db.session.commit()
    (one,) = with_people([row], aoi)
    assert (one.person, one.has_left, one.is_unnamed) == (None, False, True)
    page = browser.sign_in(aoi).get("/connections/promises").text
    assert WORDS in page
    assert "somebody you are no longer connected with" in page
    assert ren.public_id not in page
    # Choosing another day does not make it a promise to nobody.
    browser.post(f"/connections/promises/{row.public_id}", data={"promise-words": "Another"})
    db.session.refresh(row)
    assert (row.words, row.connection_id) == ("Another", tie.id)


def test_what_was_promised_to_somebody_stays_when_they_leave(two, browser):
    aoi, ren, tie = two
    promised(aoi, tie)
    ren_id = ren.public_id
    close_account(ren, at=now())
    db.session.commit()
    page = browser.sign_in(db.session.get(User, aoi.id)).get("/connections/promises").text
    assert WORDS in page
    assert "somebody who has left" in page
    assert ren_id not in page


def test_promises_go_with_their_owner(two, count):
    aoi, _ren, tie = two
    promised(aoi, tie)
    close_account(aoi, at=now())
    db.session.commit()
    assert count(Pledge) == 0


def test_the_weekly_letter_names_what_is_due_shortly_and_kindly_what_was(two):
    aoi, ren, tie = two
    near, far, today = SOON.days, -NAMED_LATE.days, today_of(aoi)
    for days in (near, near + 1, far, far - 1, None):
        promised(aoi, tie, days=days, words=f"in {days}", since=today)
    named = pledges_soon(aoi, today, 5)
    assert [one.row.words for one in named] == [f"in {far}", f"in {near}"]
    assert [one.person for one in named] == [ren, ren]
    mute(tie, aoi, at=now())
    db.session.commit()
    assert pledges_soon(aoi, today, 5) == []


def letter_of(member: User):
    monday = week_starts(now() + 7 * DAY, member.timezone) + timedelta(hours=9)
    promise_digests(monday)
    query = db.select(Mail).where(Mail.kind == "keeping.digest", Mail.member_id == member.id)
    mail = db.session.scalars(query).one_or_none()
    return compose(mail) if mail else None


def test_whoever_knows_nobody_is_reminded_of_a_promise_too():
    aoi = a_member("Aoi")
    assert letter_of(aoi) is None
    db.session.rollback()
    promised(aoi)
    letter = letter_of(aoi)
    for text in (letter.text, letter.html):
        assert WORDS in text
        assert "You said you would" in text
    assert letter.unsubscribe_url


def test_the_letter_does_not_name_somebody_kept_apart(two):
    aoi, ren, tie = two
    promised(aoi, tie)
    blocked(ren, aoi)
    letter = letter_of(aoi)
    assert WORDS in letter.text
    assert "Ren" not in letter.text + letter.html


def test_a_letter_with_nothing_but_done_promises_does_not_leave():
    aoi = a_member()
    keep_promise(promised(aoi), aoi, at=now())
    assert digest_for(aoi, now()).is_empty


def test_a_promise_is_written_down_changed_kept_and_forgotten(two, browser, count):
    aoi, ren, tie = two
    browser.sign_in(aoi)
    day = today_of(aoi) + 5 * DAY
    sent = {
        "promise-words": " Send  the article ",
        "promise-due": day.isoformat(),
        "promise-person": ren.public_id,
        "promise-whom": "and his sister",
    }
    assert browser.post("/connections/promises", data=sent).status_code == 303
    row = db.session.query(Pledge).one()
    assert (row.words, row.due_on, row.connection_id) == ("Send the article", day, tie.id)
    path = f"/connections/promises/{row.public_id}"
    assert "Send the article" in browser.get(path).text
    browser.post(path, data=sent | {"promise-words": "Send two", "promise-person": ""})
    db.session.expire_all()
    assert (row.words, row.connection_id) == ("Send two", None)
    answer = browser.post(f"{path}/done", follow_redirects=True).text
    assert "earlier than you said" in answer
    assert "days early" in answer
    assert "Still to do" not in answer
    browser.post(f"{path}/again")
    browser.post(f"{path}/rest")
    assert "Let go" in browser.get("/connections/promises").text
    browser.post(f"{path}/removal")
    assert count(Pledge) == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"promise-words": ""}, "Please write this."),
        ({"promise-words": "x" * 161}, "160"),
        ({"promise-due": "1999-01-01"}, "Is the year right?"),
        ({"promise-due": "tomorrow"}, "Not a valid date"),
        ({"promise-person": "nobody"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(two, browser, wrong, sentence, count):
    aoi, _ren, _tie = two
    sent = {"promise-words": WORDS, "promise-whom": "my sister"} | wrong
    page = browser.sign_in(aoi).post("/connections/promises", data=sent).text
    assert sentence in page
    assert "my sister" in page
    assert count(Pledge) == 0


def test_somebody_kept_apart_is_no_more_to_be_chosen_than_somebody_made_up(two, browser):
    aoi, ren, _tie = two
    blocked(ren, aoi)
    browser.sign_in(aoi)
    pages = []
    for person in (ren.public_id, "x" * len(ren.public_id)):
        sent = {"promise-words": WORDS, "promise-person": person}
        pages.append(browser.post("/connections/promises", data=sent).text)
    assert pages[0] == pages[1]


def test_one_line_on_the_page_of_a_connection_is_enough(two, browser):
    aoi, ren, tie = two
    browser.sign_in(aoi)
    there = f"/people/{ren.public_id}"
    assert 'name="promise-words"' in browser.get(there).text
    sent = {"promise-words": WORDS, "promise-person": ren.public_id, "next": there}
    assert browser.post("/connections/promises", data=sent).location == there
    assert [row.words for row in pledges_in(tie, aoi)] == [WORDS]
    away = browser.post("/connections/promises", data=sent | {"next": "https://example.com/"})
    assert away.location == "/connections/promises"


def test_it_stands_in_ones_own_timeline_with_somebody_and_nowhere_in_theirs(two, browser):
    aoi, ren, tie = two
    keep_promise(promised(aoi, tie), aoi, at=now())
    db.session.commit()
    for path in ("touch", "timeline.csv"):
        page = browser.sign_in(aoi).get(f"/people/{ren.public_id}/{path}").text
        assert page.count("I did as I had said") == 1
        assert WORDS in page
        assert WORDS not in browser.sign_in(ren).get(f"/people/{aoi.public_id}/{path}").text


def test_nobody_reads_or_changes_what_somebody_else_has_promised(two, browser):
    aoi, ren, tie = two
    row = promised(aoi, tie)
    path = f"/connections/promises/{row.public_id}"
    browser.sign_in(ren)
    assert browser.get(path).status_code == 404
    for step in ("", "/done", "/rest", "/again", "/removal"):
        assert browser.post(f"{path}{step}").status_code == 404
    db.session.refresh(row)
    assert row.is_open


def test_a_day_that_has_passed_is_said_kindly(browser):
    aoi = a_member()
    promised(aoi, days=-4)
    page = browser.sign_in(aoi).get("/connections/promises").text
    assert "That happens. It is still worth doing" in page
    assert "It was for" in page
    assert "It is done" in browser.get("/connections/touch").text


def test_a_promise_may_be_worded_anew_without_a_contact(two):
    aoi, _ren, tie = two
    row = promised(aoi, tie)
    word_anew(row, Word("Another", None, "my sister", None))
    assert (row.words, row.whom, row.due_on, row.connection_id) == (
        *("Another", "my sister", None),
        None,
    )
    forget_promise(row)
    db.session.commit()
    assert open_pledges(aoi) == []


def test_a_long_list_asks_no_more_often(two, browser, statements):
    aoi, _ren, tie = two
    browser.sign_in(aoi)
    asked = []
    for more in (2, 20):
        for _ in range(more):
            promised(aoi, tie)
        with statements() as found:
            assert browser.get("/connections/promises").status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]
