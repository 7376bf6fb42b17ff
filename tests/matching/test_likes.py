"""「気になる」 and 「合わない」: silent until mutual, taken back without a trace."""

import re
import threading

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.connections.models import Connection
from app.connections.people import granted_contacts
from app.connections.queries import between
from app.connections.rules import Origin, State
from app.kit.clock import now
from app.kit.db import db
from app.matching.models.dismissals import Dismissal
from app.matching.models.likes import Answer, Like
from app.matching.operations import (
    KnownAlready,
    TooManyLikes,
    dismiss,
    like,
    take_dismissal_back,
    unlike,
)
from app.matching.operations.liking import MOST_OPEN
from app.matching.queries import suggestions
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import a_member, a_seat, an_event, blocked, connected

# What makes two copies of one page differ.
TOKENS = re.compile('name="csrf_token" value="[^"]*"')


@pytest.fixture
def pair(transaction):
    """Aoi and Ren, both on show at one event."""
    event = an_event(slug="weave")
    aoi, ren = a_member("Aoi"), a_member("Ren")
    for member in (aoi, ren):
        a_seat(event, member)
    return event, aoi, ren


def letters_to(member):
    query = sa.select(Mail).where(Mail.member_id == member.id, Mail.kind == "matching.found")
    return list(db.session.scalars(query))


def test_interest_of_one_side_is_told_to_nobody(pair):
    event, aoi, ren = pair
    assert not like(aoi, ren, event=event, at=now()).is_mutual
    assert between(aoi, ren) is None
    assert letters_to(aoi) == letters_to(ren) == []


def test_mutual_interest_connects_the_two_with_one_letter_each_and_shares_no_contact(pair):
    event, aoi, ren = pair
    like(aoi, ren, event=event, at=now())
    connection = like(ren, aoi, event=event, at=now()).connection
    assert (connection.state, connection.origin) == (State.ACTIVE, Origin.MUTUAL)
    assert connection.event_id == event.id
    assert granted_contacts(aoi, ren) == granted_contacts(ren, aoi) == {}
    assert [len(letters_to(member)) for member in (aoi, ren)] == [1, 1]
    letter = compose(letters_to(aoi)[0])
    assert "Ren" in letter.subject
    assert "Rust night" in letter.text
    assert db.session.query(Like).count() == 0


def test_pressing_twice_is_pressing_once(pair):
    event, aoi, ren = pair
    for _ in range(2):
        like(aoi, ren, event=event, at=now())
    like(ren, aoi, at=now())
    assert [len(letters_to(member)) for member in (aoi, ren)] == [1, 1]
    with pytest.raises(KnownAlready):
        like(aoi, ren, at=now())


def test_interest_taken_back_never_becomes_mutual(pair):
    event, aoi, ren = pair
    like(aoi, ren, event=event, at=now())
    unlike(aoi, ren)
    assert not like(ren, aoi, event=event, at=now()).is_mutual
    assert [row.member_id for row in db.session.query(Answer)] == [ren.id]


def test_at_an_event_and_in_the_community_interest_is_the_same_interest(pair):
    event, aoi, ren = pair
    like(aoi, ren, event=event, at=now())
    assert like(ren, aoi, at=now()).connection.event_id == event.id


@pytest.mark.parametrize("wall", ["dismissed", "blocked", "gone"])
def test_somebody_who_has_turned_away_is_never_found(pair, wall):
    event, aoi, ren = pair
    like(ren, aoi, event=event, at=now())
    if wall == "dismissed":
        db.session.add(Dismissal(member_id=ren.id, dismissed_id=aoi.id, at=now()))
    elif wall == "blocked":
        blocked(ren, aoi)
    else:
        ren.disabled_at = now()
    db.session.commit()
    assert not like(aoi, ren, event=event, at=now()).is_mutual
    assert between(aoi, ren) is None
    assert letters_to(aoi) == []


def test_marking_everybody_finds_nobody_out(pair):
    _event, aoi, ren = pair
    for _ in range(MOST_OPEN):
        like(aoi, a_member(), at=now())
    with pytest.raises(TooManyLikes):
        like(aoi, ren, at=now())


def test_a_tie_that_was_ended_needs_both_to_press_again(pair):
    _event, aoi, ren = pair
    tie = connected(aoi, ren)
    tie.state = State.REMOVED
    db.session.commit()
    assert not like(aoi, ren, at=now()).is_mutual


def test_a_dismissal_cancels_the_pair_for_both_until_its_author_takes_it_back(pair):
    event, aoi, ren = pair

    def sees(viewer):
        return [match.person for match in suggestions(event, viewer, at=now()).matches]

    dismiss(aoi, ren, event=event, at=now())
    assert sees(aoi) == sees(ren) == []
    take_dismissal_back(ren, aoi)  # there is none of Ren's: nothing happens
    assert sees(aoi) == []
    take_dismissal_back(aoi, ren)
    assert (sees(aoi), sees(ren)) == ([ren], [aoi])


def test_whoever_was_dismissed_meets_the_same_answers_as_everybody(pair, browser):
    """Status, words and further pages are those of a world in which nobody pressed anything."""
    event, aoi, ren = pair

    def walk():
        browser.sign_in(ren)
        answers = [
            browser.post(f"/events/weave/likes/{aoi.public_id}"),
            browser.get(f"/people/{aoi.public_id}"),
            browser.get(f"/people/{aoi.public_id}/why?event=weave"),
            browser.get("/suggestions/marked"),
            browser.post(f"/people/{aoi.public_id}/like/withdrawal"),
            browser.get("/suggestions/marked"),
        ]
        return [(one.status_code, one.location, TOKENS.sub("", one.text)) for one in answers]

    before = walk()
    dismiss(aoi, ren, event=event, at=now())
    db.session.commit()
    for one, other in zip(walk(), before, strict=True):
        assert one == other


def test_the_pages_mark_take_back_set_aside_and_undo(pair, browser):
    _event, aoi, ren = pair
    browser.sign_in(aoi)
    browser.post(f"/events/weave/likes/{ren.public_id}")
    assert "Marked: take it back" in browser.get("/events/weave/people").text
    assert ren.public_id in browser.get("/suggestions/marked").text
    browser.post(f"/people/{ren.public_id}/like/withdrawal")
    assert "Marked: take it back" not in browser.get("/events/weave/people").text
    browser.post(f"/people/{ren.public_id}/dismissal", data={"event": "weave"})
    assert ren.public_id not in browser.get("/events/weave/people").text
    assert ren.public_id in browser.get("/suggestions/marked").text
    browser.post(f"/people/{ren.public_id}/dismissal/withdrawal")
    assert ren.public_id in browser.get("/events/weave/people").text


def test_nobody_is_marked_at_an_event_where_one_is_not_on_show(pair, browser):
    _event, _aoi, ren = pair
    outsider = a_member("Outsider")
    answer = browser.sign_in(outsider).post(f"/events/weave/likes/{ren.public_id}")
    assert answer.status_code == 404
    assert db.session.query(Like).count() == 0


def test_two_who_press_at_the_same_moment_find_each_other(own_app):
    with own_app.app_context():
        event = an_event()
        ids = [a_seat(event, a_member(name)).attendee_id for name in ("Aoi", "Ren")]
        event_id = event.id
        db.session.commit()
    both = threading.Barrier(2)
    mutual = []

    def press(mine, theirs):
        with own_app.app_context():
            me, other = (db.session.get(User, id_) for id_ in (mine, theirs))
            both.wait()
            mutual.append(like(me, other, at=now()).is_mutual)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=press, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        tie = db.session.query(Connection).one()
        assert sorted(mutual) == [False, True]
        assert tie.state == State.ACTIVE
        assert db.session.query(Mail).filter_by(kind="matching.found").count() == 2
        assert event_id
        db.session.remove()
