"""Letters of draws and pairs: each says where one stands, what happens next, and what to do."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.queries import member_at
from app.events.models import Slot
from app.events.rules import Mode
from app.kit.db import db
from app.kit.letters import Letter
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations import operations, queries
from app.registrations.links import buddy_token, buddy_url
from app.registrations.operations import Wish, ask_along, decline_buddy, register
from tests.factories import a_member, an_event, blocked, owner_of
from tests.registrations.worlds import gives_up, loaded

START = datetime(2030, 1, 25, 10, 0, tzinfo=UTC)  # 19:00 in Tokyo
DAY = START - timedelta(days=7)
EARLY = START - timedelta(days=20)
LANGUAGES = ("en", "ja")


def letters_for(member) -> dict[str, Letter | None]:
    """What is promised to `member`, as it would read now."""
    query = sa.select(Mail).where(Mail.member_id == member.id).order_by(Mail.id)
    return {
        mail.kind.removeprefix("registrations."): compose(mail)
        for mail in db.session.scalars(query)
    }


def a_lottery(capacity: int = 1, **given: object):
    slot = Slot(mode=Mode.LOTTERY, capacity=capacity, lottery_at=DAY, **given)
    event = an_event(slots=[slot], starts_at=START, title="発酵の夜")
    operations.promise(event, at=EARLY)
    return event


def asks(event, locale="en", **wish: object):
    wish = {"buddy_email": "friend@example.org"} | wish
    return loaded(register(event, a_member("Aoi", locale=locale), Wish(**wish), at=EARLY))


def token_of(asker) -> str:
    return buddy_token(queries.buddy_invitation(asker).nonce)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_after_the_draw_everybody_reads_what_came_of_it(locale):
    event = a_lottery()
    people = [a_member(locale=locale) for _ in range(3)]
    for member in people:
        register(event, member, Wish(), at=EARLY)
    operations.draw(event, by=None, at=DAY)
    read = [letters_for(member) for member in people]
    drawn = next(each["drawn"] for each in read if "drawn" in each)
    others = [each["not_drawn"].text for each in read if "not_drawn" in each]
    assert all(each["applied"] is None for each in read)  # no longer true
    assert drawn.attachments
    assert "発酵の夜" in drawn.subject
    numbers = [("number 1 in", "number 2 in"), ("の1番目", "の2番目")][locale == "ja"]
    assert sorted(number in text for number in numbers for text in others) == [
        *([False] * 2),
        *([True] * 2),
    ]


def test_a_loser_who_moves_up_at_once_reads_of_the_seat_only():
    event = a_lottery()
    people = {
        row.public_id: row
        for row in (register(event, a_member(), Wish(), at=EARLY) for _ in range(2))
    }
    operations.draw(event, by=None, at=DAY)
    draw = queries.draws(event)[event.slots[0].id]
    first, second = (people[name] for name in draw.order)
    gives_up(first, DAY)
    read = letters_for(loaded(second).attendee)
    assert (read["not_drawn"], bool(read["promoted"])) == (None, True)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_organizers_read_which_value_the_draw_waits_for(locale):
    event = a_lottery(public_value="日経平均の終値")
    owner = owner_of(event.group)
    owner.locale = locale
    operations.draw(event, by=None, at=DAY)
    letter = letters_for(owner)["value_awaited"]
    assert "日経平均の終値" in letter.text
    assert f"/events/{event.slug}/nominees" in letter.text
    values = {event.slots[0].id: "40,112"}
    operations.draw(event, by=owner, at=DAY, values=values)
    assert letters_for(owner)["value_awaited"] is None


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_friend_reads_who_asks_and_until_when_and_nothing_else(locale):
    asker = asks(an_event(starts_at=START, title="発酵の夜"), locale=locale)
    friend = member_at("friend@example.org")
    letter = letters_for(friend)["buddy_asked"]
    assert letter.to == "friend@example.org"
    assert "Aoi" in letter.subject
    assert buddy_url(queries.buddy_invitation(asker)) in letter.text
    assert asker.attendee.email not in letter.text
    assert friend.locale == locale  # somebody new is written to as the one who asks
    assert not friend.is_verified


def test_a_question_that_was_taken_back_is_not_sent():
    asker = asks(an_event(starts_at=START))
    ask_along(asker, "other@example.org", by=asker.attendee, at=EARLY)
    assert letters_for(member_at("friend@example.org"))["buddy_asked"] is None
    assert letters_for(member_at("other@example.org"))["buddy_asked"]


def test_somebody_who_has_blocked_the_asker_hears_nothing():
    friend = a_member(email="friend@example.org")
    asker = asks(an_event(starts_at=START))
    blocked(friend, asker.attendee)
    assert letters_for(friend)["buddy_asked"] is None


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_one_who_asked_reads_how_it_stands_at_every_step(locale):
    event = an_event(starts_at=START, capacity=0)
    asker = asks(event, locale=locale)
    first = letters_for(asker.attendee)["waitlisted"].text
    assert ("We have asked the person you named" in first) == (locale == "en")
    register(event, a_member("Ren"), Wish(buddy_token=token_of(asker)), at=EARLY)
    joined = letters_for(asker.attendee)["buddy_joined"].text
    assert "Ren" in joined
    gives_up(asker, EARLY)
    friend = loaded(queries.waiting(event)[0]).attendee
    assert letters_for(friend)["buddy_left"]
    assert letters_for(asker.attendee)["buddy_joined"] is None


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_no_is_told_until_it_is_decided(locale):
    asker = asks(an_event(starts_at=START, capacity=0), locale=locale)
    decline_buddy(token_of(asker), viewer=None, at=EARLY)
    assert letters_for(asker.attendee)["buddy_absent"]
    operations.come_alone(asker, at=EARLY)
    assert letters_for(asker.attendee)["buddy_absent"] is None
