"""What a recap says, through a real mail server: only what is true and allowed when it leaves."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.connections.models import Connection, Side
from app.connections.rules import Origin
from app.connections.rules import State as Tie
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.drafts import drafts
from app.notifications.jobs import drain
from app.notifications.ledger import Claim
from app.notifications.links import off_url
from app.notifications.models import Mail
from app.notifications.operations import say_to_promotion
from app.notifications.rules import State, Topic
from app.recaps.letters import letter_of
from app.recaps.rules import Variant
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.registrations.states import State as Standing
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    owner_of,
    saved,
)
from tests.notifications.conftest import postbox, says  # noqa: F401 -- fixtures
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated


@pytest.fixture
def next_morning(later, postbox):  # noqa: F811 -- the fixture above
    """Close what is over, let a night pass, and read what came for somebody."""

    def read(member):
        closed()
        return again(member)

    def again(member):
        later(days=1)
        drain()
        mine = [m for m in postbox.messages if member.email in str(m["To"])]
        return mine[-1] if mine else None

    read.again = again
    return read


def words(message) -> str:
    return message.get_body(("plain",)).get_content()


def dressed(message) -> str:
    return message.get_body(("html",)).get_content()


def met(event, one, other, *, shares=()) -> Connection:
    low, high = sorted((one, other), key=lambda person: person.id)
    tie = saved(
        Connection(
            low_id=low.id, high_id=high.id, state=Tie.ACTIVE, origin=Origin.MET,
            event_id=event.id, asked_at=now(), connected_at=now(),
        )
    )  # fmt: skip
    for owner in (one, other):
        given = list(shares) if owner is other else []
        saved(Side(connection_id=tie.id, owner_id=owner.id, shares=given, changed_at=now()))
    return tie


def test_it_names_whom_you_met_and_whom_you_missed_with_true_reasons(next_morning):
    event = an_evening()
    aoi, ren, mio = (a_guest(event, name) for name in ("Aoi", "Ren", "Mio"))
    seated(event, [aoi, ren], [mio])
    a_good_match(aoi, mio)
    mail = next_morning(aoi)
    for text in (words(mail), dressed(mail)):
        assert "Ren Sato" in text
        assert "Mio Sato" in text
        assert "They can help with Translation, and you are looking for just that." in text
        assert "They are looking for Rust, and you can help with that." in text
    assert mail["Subject"].endswith("Weft night")
    assert words(mail).startswith("Dear Aoi Sato,")


def test_a_language_alone_is_no_reason_to_have_missed_somebody(next_morning):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    a_guest(event, "Ren")
    assert "Ren" not in words(next_morning(aoi))


def test_it_shows_only_the_ways_to_reach_somebody_that_they_share(next_morning):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    ren = a_guest(event, "Ren", email="ren@example.org")
    mio = a_guest(event, "Mio", email="mio@example.org")
    met(event, aoi, ren, shares=["email"])
    met(event, aoi, mio)
    text = words(next_morning(aoi))
    assert "ren@example.org" in text
    assert "Mio Sato" in text
    assert "mio@example.org" not in text


def test_a_block_between_close_and_sending_removes_the_person(next_morning):
    event = an_evening()
    aoi, ren, mio, yui = (a_guest(event, name) for name in ("Aoi", "Ren", "Mio", "Yui"))
    seated(event, [aoi, ren], [mio, yui])
    a_good_match(aoi, mio)
    met(event, aoi, yui)
    closed()
    for other in (ren, mio, yui):
        blocked(other, aoi)
    text = words(next_morning.again(aoi))
    assert not any(name in text for name in ("Ren", "Mio", "Yui"))


def test_a_grant_taken_back_before_sending_is_not_told(next_morning):
    event = an_evening()
    aoi, ren = a_guest(event, "Aoi"), a_guest(event, "Ren", email="ren@example.org")
    tie = met(event, aoi, ren, shares=["email"])
    closed()
    db.session.get_one(Side, (tie.id, ren.id)).shares = []
    db.session.commit()
    assert "ren@example.org" not in words(next_morning.again(aoi))


def test_who_shows_themselves_to_organizers_only_is_not_named(next_morning):
    event = an_evening()
    aoi, shy = a_guest(event, "Aoi"), a_guest(event, "Shizuka", came=False)

    seat = db.session.query(Registration).where(Registration.attendee_id == shy.id).one()
    seat.list_visibility = ListVisibility.ORGANIZERS
    an_arrival(seat)
    seated(event, [aoi, shy])
    assert "Shizuka" not in words(next_morning(aoi))


def test_the_audience_is_fixed_when_the_evening_closes(next_morning, count):
    event = an_evening()
    a_guest(event, "Aoi")
    closed()
    before = count(Mail)
    late = a_guest(event, "Ren", came=False)
    closed()
    assert count(Mail) == before
    assert next_morning.again(late) is None


def test_who_did_not_come_reads_a_warm_line_and_no_names(next_morning):
    event = an_evening()
    a_guest(event, "Aoi")
    missing = a_guest(event, "Ren", came=False)
    mail = next_morning(missing)
    assert "please do not give it a thought" in words(mail)
    assert "Aoi" not in words(mail) + dressed(mail)


def test_an_organizer_reads_counts_and_small_ones_are_hidden(next_morning):
    event = an_evening()
    guests = [a_guest(event, f"Guest{number}") for number in range(7)]
    a_guest(event, "Ren", came=False)
    met(event, guests[0], guests[1])
    text = words(next_morning(owner_of(event.group)))
    assert "Confirmed: 8" in text
    assert "Came: 7" in text
    assert "Did not come: fewer than 5" in text
    assert "New connections: fewer than 5" in text
    assert "Guest" not in text


def test_the_next_event_is_for_members_of_the_group_who_want_to_hear_of_it(next_morning):
    event = an_evening()
    wanting, silent, stranger = (a_guest(event, name) for name in ("Aoi", "Mio", "Ren"))
    for member in (wanting, silent):
        saved(
            Membership(
                group_id=event.group_id, member_id=member.id, role=Role.MEMBER, joined_at=now()
            )
        )
    for member in (wanting, stranger):
        say_to_promotion(member, is_given=True, locale="en", source="settings", at=now())
    db.session.commit()
    an_event(event.group, title="The next night")
    assert "The next night" in words(next_morning(wanting))
    for member in (silent, stranger):
        assert "The next night" not in words(next_morning.again(member))


def test_next_events_of_one_group_are_turned_off_with_one_click_and_of_others_stay(browser):
    aoi = a_member("Aoi", locale="en")
    say_to_promotion(aoi, is_given=True, locale="en", source="settings", at=now())
    evenings = [an_evening(a_group()) for _ in range(2)]
    for event, title in zip(evenings, ("The next night", "A night elsewhere"), strict=True):
        saved(Membership(group_id=event.group_id, member_id=aoi.id, joined_at=now()))
        an_arrival(a_seat(event, aoi))
        an_event(event.group, title=title)
    db.session.commit()

    def text(event):
        return letter_of(event, aoi, Variant.ATTENDED).text

    path = re.search(r"/announcements/off/\S+", text(evenings[0]))[0]
    assert browser.get(path).status_code == 200
    assert "The next night" in text(evenings[0])  # a look changes nothing
    # As a mail program does it: no sign-in, no cookie, nothing but the address itself (RFC 8058).
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "The next night" not in text(evenings[0])
    assert "A night elsewhere" in text(evenings[1])
    assert browser.post(f"{path}/undo").status_code == 303
    assert "The next night" in text(evenings[0])


def test_it_can_be_turned_off_from_its_own_header_before_it_leaves(browser, next_morning):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    closed()
    path = off_url(aoi, Topic.RECAPS).removeprefix("http://localhost")
    browser.get(path)
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert next_morning.again(aoi) is None
    mail = db.session.query(Mail).where(Mail.member_id == aoi.id).one()
    db.session.refresh(mail)
    assert mail.state == State.SUPPRESSED


def test_its_header_leads_to_the_same_page_as_its_foot(next_morning):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    mail = next_morning(aoi)
    url = off_url(aoi, Topic.RECAPS)
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert url in words(mail)


def test_in_japanese_it_is_japanese_throughout(next_morning):
    event = an_evening()
    aoi = a_guest(event, "美咲", family_name="田中", locale="ja")
    mail = next_morning(aoi)
    assert "田中 美咲 様" in words(mail)
    assert "Dear" not in words(mail) + dressed(mail)


def test_a_recap_that_is_three_days_late_is_not_sent(later, next_morning):
    event = an_evening()
    aoi = a_guest(event, "Aoi")
    closed()
    later(days=5)
    drain()
    mail = db.session.query(Mail).where(Mail.member_id == aoi.id).one()
    db.session.refresh(mail)
    assert mail.state == State.TOO_LATE


def test_a_place_taken_away_before_sending_withdraws_the_recap(next_morning):
    event = an_evening(starts_at=now() - timedelta(hours=6))
    aoi = a_guest(event, "Aoi")
    closed()
    db.session.query(Registration).where(Registration.attendee_id == aoi.id).update(
        {"state": Standing.REMOVED}
    )
    db.session.commit()
    assert next_morning.again(aoi) is None


def test_a_letter_about_many_people_asks_the_database_no_more_than_one_about_few(
    transaction, statements
):
    def asked(number):
        event = an_evening()
        aoi = a_guest(event, "Aoi")
        guests = [a_guest(event, f"Ren{each}") for each in range(number)]
        for ren in guests:
            met(event, aoi, ren, shares=["email"])
        closed()
        mail = db.session.scalars(
            db.select(Mail).where(Mail.member_id == aoi.id, Mail.kind == "recap.attended")
        ).one()
        db.session.expire_all()
        with statements() as found:
            assert compose(mail).text.count("Ren") >= number
        return len(found)

    assert asked(8) <= asked(2) + 1


def test_a_handful_of_recaps_is_found_in_the_statements_of_a_few(statements):
    event = an_evening()
    guests = [a_guest(event, f"Guest {number}") for number in range(8)]
    seated(event, guests[:4], guests[4:])
    for one, other in pairwise(guests):
        met(event, one, other)
    closed()
    attended = sa.select(Mail).where(Mail.kind == "recap.attended").order_by(Mail.id)
    hands = [Claim(mail.id, now(), 1, 0) for mail in db.session.scalars(attended)]
    asked = {}
    for number in (2, 8):
        with statements() as listened:
            written = drafts(hands[:number], now())
        assert not [outcome for _, outcome in written if isinstance(outcome, Exception)]
        asked[number] = len(listened)
    assert asked[8] <= asked[2] + 2


def test_whoever_moves_meanwhile_reads_it_in_their_language_at_their_new_address(
    next_morning,
    later,
    postbox,  # noqa: F811 -- the fixture above
):
    event = an_evening()
    guest = a_guest(event, "Aoi", locale="en", timezone="Asia/Tokyo")
    closed()
    guest.locale, guest.timezone, guest.email = "ja", "America/New_York", "new@example.org"
    db.session.commit()
    later(days=1)
    drain()
    (letter,) = [m for m in postbox.messages if "new@example.org" in str(m["To"])]
    assert letter["Content-Language"] == "ja"
    assert "様" in words(letter)
    assert len([m for m in postbox.messages if "numbers" not in str(m["Subject"])]) == 1
