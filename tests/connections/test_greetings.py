"""A few words with a request to connect: between the two, and only where they have met."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.operations import new_api_token
from app.connections.models import Connection
from app.connections.operations import (
    GreetedEnough,
    MeetFirst,
    WritingPaused,
    accept,
    decline,
    lapse,
    part_from,
    remove,
    request,
)
from app.connections.queries import between
from app.connections.rules import GREETINGS_A_WEEK, REST
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import AskingPause
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.safety.operations import close_account
from app.safety.queries.evidence import of_person
from app.safety.queries.signals import Signal, signals_about
from tests.factories import (
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    connected,
    owner_of,
)
from tests.pages import unsigned

HELLO = "We talked of koji at the long table. I would love to hear the rest."


@pytest.fixture
def evening():
    return an_event(starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1))


@pytest.fixture
def two(evening):
    """Two who have been at an evening together."""
    people = a_member("Aoi"), a_member("Ren")
    for one in people:
        an_arrival(a_seat(evening, one))
    db.session.commit()
    return people


def greeted(aoi, ren, evening, words=HELLO):
    return request(aoi, ren, event=evening, at=now(), greeting=words)


def letters_to(member):
    query = sa.select(Mail).where(Mail.member_id == member.id, Mail.kind == "connection.asked")
    return [compose(mail) for mail in db.session.scalars(query)]


def page(browser, reader, person):
    return browser.sign_in(reader).get(f"/people/{person.public_id}").text


def test_the_words_are_written_on_the_page_and_read_by_the_other(two, browser):
    aoi, ren = two
    browser.sign_in(aoi).post(f"/people/{ren.public_id}/connection", data={"greeting": HELLO})
    assert HELLO in page(browser, aoi, ren)
    assert HELLO in page(browser, ren, aoi)
    assert HELLO in browser.get("/connections").text
    (letter,) = letters_to(ren)
    assert HELLO in letter.text
    assert HELLO in letter.html


def test_without_words_all_is_as_before(two, browser):
    aoi, ren = two
    browser.sign_in(aoi).post(f"/people/{ren.public_id}/connection")
    assert between(aoi, ren).awaits(ren, now())
    assert len(letters_to(ren)) == 1


def test_a_link_is_refused_next_to_its_field_and_nothing_typed_is_lost(two, browser):
    aoi, ren = two
    words = "See koji.example.com for what I sell"
    answer = browser.sign_in(aoi).post(
        f"/people/{ren.public_id}/connection", data={"greeting": words}
    )
    assert "Please leave out links" in answer.text
    assert words in answer.text
    assert between(aoi, ren) is None


def test_talk_of_money_is_asked_about_once(two, browser):
    aoi, ren = two
    words = {"greeting": "Shall I tell you of an investment?"}
    path = f"/people/{ren.public_id}/connection"
    assert "Is this what you want to say first?" in browser.sign_in(aoi).post(path, data=words).text
    assert between(aoi, ren) is None
    again = browser.post(path, data=words | {"again": "yes"})
    assert words["greeting"] in again.text
    assert between(aoi, ren) is None
    browser.post(path, data=words | {"sure": "yes"})
    assert between(aoi, ren).greeting == words["greeting"]


def test_one_writes_only_to_people_one_has_met(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    with pytest.raises(MeetFirst):
        request(aoi, ren, event=None, at=now(), greeting=HELLO)


def test_one_writes_to_a_few_new_people_a_week(transaction, evening):
    aoi, at = a_member("Aoi"), now()
    for number in range(GREETINGS_A_WEEK):
        remove(greeted(aoi, a_member(f"M{number}"), evening), by=aoi, at=at)
    ren = a_member("Ren")
    with pytest.raises(GreetedEnough):
        greeted(aoi, ren, evening)
    assert request(aoi, ren, event=evening, at=at).greeting == ""


def test_who_is_asked_to_pause_writes_to_nobody_new(two, evening, browser):
    aoi, ren = two
    until = now() + timedelta(days=9)
    db.session.add(AskingPause(member_id=aoi.id, since=now(), until=until))
    db.session.commit()
    with pytest.raises(WritingPaused):
        greeted(aoi, ren, evening)
    answer = browser.sign_in(aoi).post(
        f"/people/{ren.public_id}/connection", data={"greeting": HELLO}
    )
    assert "You cannot write to new people just now" in answer.text
    assert HELLO in answer.text


def test_a_no_shows_the_writer_the_same_page_as_silence(two, evening, browser):
    aoi, ren = two
    tie = greeted(aoi, ren, evening)
    db.session.commit()
    before = page(browser, aoi, ren)
    decline(tie, by=ren, at=now())
    db.session.commit()
    assert unsigned(page(browser, aoi, ren)) == unsigned(before)
    assert HELLO not in page(browser, ren, aoi)
    assert HELLO not in browser.get("/connections").text


def test_a_block_takes_the_words_out_of_sight(two, evening, browser):
    aoi, ren = two
    greeted(aoi, ren, evening)
    blocked(ren, aoi)
    db.session.commit()
    for one, other in (two, two[::-1]):
        assert HELLO not in page(browser, one, other)
        assert HELLO not in browser.get("/connections").text
        assert HELLO not in browser.get("/account/copy").text
    assert letters_to(ren) == [None]


def test_once_connected_both_find_them_among_what_they_have_in_common(two, evening, browser):
    aoi, ren = two
    accept(greeted(aoi, ren, evening), by=ren, at=now())
    db.session.commit()
    for one, other in (two, two[::-1]):
        assert HELLO in browser.sign_in(one).get(f"/people/{other.public_id}/touch").text


def test_the_copy_one_takes_along_holds_them(two, evening, browser):
    aoi, ren = two
    greeted(aoi, ren, evening)
    db.session.commit()
    for one in two:
        assert HELLO in browser.sign_in(one).get("/account/copy").text


def test_words_nobody_reads_any_more_go(transaction, two, evening):
    aoi, ren = two
    tie = greeted(aoi, ren, evening)
    remove(tie, by=aoi, at=now())
    lapse(now() + REST - timedelta(hours=1))
    db.session.refresh(tie)
    assert tie.greeting == HELLO
    lapse(now() + REST + timedelta(hours=1))
    db.session.refresh(tie)
    assert tie.greeting == ""


@pytest.mark.parametrize("leaver", [0, 1])
def test_who_leaves_takes_them_along(transaction, two, evening, leaver):
    accept(greeted(*two, evening), by=two[1], at=now())
    part_from(two[leaver], at=now())
    assert db.session.scalars(sa.select(Connection.greeting)).all() == [""]


def test_moderators_read_them_where_they_are_reported(transaction, two, evening):
    aoi, ren = two
    greeted(aoi, ren, evening, "My mentor shows you how to retire early.")
    lines = [line["text"] for line in of_person(ren, aoi, now()) if line["kind"] == "greeting"]
    assert lines == ["My mentor shows you how to retire early."]
    assert not [line for line in of_person(aoi, ren, now()) if line["kind"] == "greeting"]


def test_the_same_words_to_several_are_a_sign(transaction, two, evening):
    aoi, ren = two
    for other in (ren, a_member("Mio"), a_member("Mei")):
        greeted(aoi, other, evening, f"Dear {other.given_name}, {HELLO}")
    assert Signal.SAME_TEXT in signals_about(aoi, now())


def read_by(browser, reader, others):
    """Whether `reader`, looking at `others`, finds the words on a page, by a call, in a copy."""
    key = {"Authorization": f"Bearer {new_api_token(reader, 'mine', at=now())}"}
    db.session.commit()
    each = [f"/people/{other.public_id}" for other in others]
    each += [f"/people/{other.public_id}/touch" for other in others]
    calls = [f"/connections/{other.public_id}" for other in others]
    browser.sign_in(reader)
    told = [browser.get(path).text for path in ("/connections", "/account/copy", *each)]
    told += [browser.get(f"/api/v1{path}", headers=key).text for path in ("/connections", *calls)]
    return any(HELLO in text for text in told)


ENDINGS = {
    "nothing yet": ("Aoi", "Ren"),
    "a yes": ("Aoi", "Ren"),
    "a no": ("Aoi",),  # to whoever wrote, a no is silence
    "taken back": (),
    "parted": (),
    "blocked": (),
    "gone": (),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_only_the_two_read_them_and_only_as_long_as_it_lasts(two, evening, browser, ending):
    aoi, ren = two
    others = [a_member("Mio"), owner_of(evening.group), a_member("Kei", is_staff=True)]
    an_arrival(a_seat(evening, others[0]))
    connected(others[0], ren)
    tie = greeted(aoi, ren, evening)
    deeds = {
        "a yes": lambda: accept(tie, by=ren, at=now()),
        "a no": lambda: decline(tie, by=ren, at=now()),
        "taken back": lambda: remove(tie, by=aoi, at=now()),
        "parted": lambda: remove(accept(tie, by=ren, at=now()), by=ren, at=now()),
        "blocked": lambda: block(ren, aoi, at=now()),
        "gone": lambda: close_account(aoi, at=now()),
    }
    deeds.get(ending, lambda: None)()
    db.session.commit()
    here = [one for one in (*two, *others) if not (ending == "gone" and one is aoi)]
    found = [it for it in (aoi, ren) if it in here]
    readers = [one for one in here if read_by(browser, one, [it for it in found if it is not one])]
    assert tuple(one.given_name for one in readers) == ENDINGS[ending]
