"""What somebody has said yes to stays to be looked up, however long ago it was."""

from datetime import timedelta

from app.introductions.models import Consent, Introduction
from app.introductions.rules import Mode, Party, State, Topic
from app.kit.clock import now
from app.kit.db import db
from app.kit.paging import PER_PAGE
from tests.factories import a_member


def consented(member, times: int) -> None:
    """So many yeses, a day apart; the words of each tell which it was."""
    for number in range(times):
        at = now() - timedelta(days=number)
        row = Introduction(
            mode=Mode.PERSON, asker=member, state=State.CLOSED, topic=Topic.ADVICE, purpose="",
            why="", offer="", is_selling=False, flags=[], shows=[], shares=[], note="",
            asked_at=at, closes_at=at, step_due_at=at,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        yes = Consent(introduction_id=row.id, party=Party.ASKER, member_id=member.id,
                      shares=["phone"] if number < PER_PAGE else ["line_id"],
                      words_hash="", given_at=at)  # fmt: skip
        db.session.add(yes)
    db.session.commit()


def test_yeses_are_paged_and_none_is_lost(browser):
    member = a_member()
    consented(member, PER_PAGE + 2)
    first = browser.sign_in(member).get("/account/sharing").text
    assert (first.count("<span>Phone"), first.count("<span>LINE")) == (PER_PAGE, 0)
    assert "?yeses=2#yeses" in first
    second = browser.get("/account/sharing?yeses=2").text
    assert (second.count("<span>Phone"), second.count("<span>LINE")) == (0, 2)
    assert "More of what you said yes to" in second
    beyond = browser.get("/account/sharing?yeses=9")
    assert beyond.status_code == 200
    assert "?yeses=8#yeses" in beyond.text


def test_names_that_mean_something_to_an_address_do_no_harm(browser):
    member = a_member()
    consented(member, PER_PAGE + 1)
    odd = "_anchor=x&_scheme=x&endpoint=x&_external=1&page=1&yeses=x"
    answer = browser.sign_in(member).get(f"/account/sharing?{odd}")
    assert answer.status_code == 200
    assert "endpoint=x" not in answer.text.partition("<main")[2]
