"""Closing an account. The canary is in every field that says how to reach or know somebody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import ApiToken, SignIn, User
from app.accounts.operations import new_api_token
from app.connections.models import Connection, Side
from app.connections.operations import Memory, remember, share
from app.connections.queries import left_behind, side_of
from app.connections.rules import ContactField
from app.events.models import Event
from app.groups.models import Group, Membership
from app.groups.operations import LastOwner, Unwelcome, ban
from app.kit.clock import now
from app.kit.db import Model, db
from app.moderation.models import Report
from app.moderation.rules import Complaint, Kind
from app.notifications.models import Mail
from app.profiles.models import Tag
from app.profiles.operations import set_tags
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations.models import Registration
from app.registrations.operations import Wish, register
from app.registrations.states import State
from app.safety.operations import close_account, report_person
from app.safety.queries import Signal, signals_about
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    connected,
    owner_of,
    saved,
)

CANARY = "zqxcanary"


def leaver(**given):
    member = a_member(
        f"{CANARY}given", f"{CANARY}family", email=f"{CANARY}@example.org",
        reading=f"{CANARY}reading", **given,
    )  # fmt: skip
    profile = profile_of(member)
    for field in ("headline", "company", "hometown", "school", "phone", "line_id", "website"):
        setattr(profile, field, f"{CANARY}{field}")
    db.session.commit()
    return member


def leave(member):
    close_account(member, at=now())
    db.session.commit()
    db.session.expire_all()


def where_it_still_stands():
    """Tables with a row in which the canary stands, whatever the column."""
    found = []
    for table in Model.metadata.sorted_tables:
        name = table.name
        text = sa.text(f'SELECT count(*) FROM "{name}" AS r WHERE r::text ILIKE :canary')
        if db.session.scalar(text, {"canary": f"%{CANARY}%"}):
            found.append(name)
    return found


def test_nothing_of_somebody_who_has_left_is_anywhere_in_the_database():
    member, other = leaver(), a_member()
    begun = now() - timedelta(days=3)
    past = an_event(starts_at=begun, ends_at=begun + timedelta(hours=2))
    an_arrival(a_seat(past, member, purpose_note=f"{CANARY} note"))
    an_arrival(a_seat(past, other))
    register(an_event(), member, Wish(), at=now())
    tie = connected(member, other)
    share(tie, member, list(ContactField), at=now())
    new_api_token(member, f"{CANARY} key", at=now())
    report_person(member, Complaint(Kind.OTHER, "They were rude to me."), by=other, at=now())
    ban(a_group(), Unwelcome(member=member), by=owner_of(past.group), at=now())
    db.session.commit()
    assert "users" in where_it_still_stands()
    leave(member)
    # A report keeps what others were shown, for a year, to protect them; no way to be reached.
    assert set(where_it_still_stands()) <= {"reports"}
    (report,) = db.session.query(Report)
    for way in ("phone", "line_id", "website", "@example"):
        assert f"{CANARY}{way}" not in str(report.evidence)


def test_nobody_needs_a_report_to_be_wholly_erased():
    member = leaver()
    an_arrival(a_seat(an_event(starts_at=now() - timedelta(hours=1)), member))
    leave(member)
    assert where_it_still_stands() == []


def test_seats_to_come_go_to_whoever_waits():
    event = an_event(capacity=1)
    member, waiting = leaver(), a_member()
    register(event, member, Wish(), at=now())
    register(event, waiting, Wish(), at=now())
    db.session.commit()
    leave(member)
    (place,) = db.session.query(Registration).filter_by(attendee_id=waiting.id)
    assert place.state == State.CONFIRMED
    assert db.session.query(Registration).count() == 1


def test_a_place_that_hangs_on_another_keeps_nobody_from_leaving():
    group, member = a_group(), leaver()
    begins = now() + timedelta(days=3)
    talk = an_event(group, starts_at=begins, ends_at=begins + timedelta(hours=2))
    party = an_event(
        group,
        requires_event_id=talk.id,
        starts_at=begins + timedelta(hours=2),
        ends_at=begins + timedelta(hours=3),
    )
    for event in (talk, party):
        register(event, member, Wish(), at=now())
    db.session.commit()
    leave(member)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


def test_words_that_nobody_else_says_go_along(count):
    member, other = leaver(), a_member()
    shared, own = "Straw boats", f"{CANARY} boats"
    for one, words in ((member, (shared, own, "Python")), (other, (shared,))):
        set_tags(profile_of(one), Facet.INTEREST, words, locale="en")
    db.session.commit()
    leave(member)
    coined = db.session.query(Tag).filter(Tag.slug.is_(None))
    assert [tag.label_en for tag in coined] == [shared]
    assert count(Tag, Tag.slug.is_not(None)) == 1  # of the house's own words
    assert where_it_still_stands() == []


def test_that_a_seat_was_taken_stays_as_a_count():
    begun = now() - timedelta(days=3)
    event = an_event(starts_at=begun, ends_at=begun + timedelta(hours=2))
    member = leaver()
    an_arrival(a_seat(event, member))
    leave(member)
    place = db.session.query(Registration).one()
    stand_in = db.session.get_one(User, place.attendee_id)
    assert (stand_in.email, stand_in.full_name) == (None, "")
    assert stand_in.disabled_at is not None


@pytest.mark.parametrize("is_older", [True, False])
def test_others_keep_what_they_wrote_and_nothing_they_were_granted(is_older):
    one, two = (a_member(), leaver()) if is_older else (leaver(), a_member())
    member, other = (two, one) if is_older else (one, two)
    tie = connected(member, other)
    share(tie, member, [ContactField.EMAIL], at=now())
    remember(tie, other, Memory(note="Tea in May", how_met="", idea="", marks=[]), at=now())
    db.session.commit()
    leave(member)
    ((_kept, mine),) = left_behind(other)
    assert (mine.note, mine.shares) == ("Tea in May", [])
    assert db.session.query(Side).count() == 1
    assert db.session.query(Connection).count() == 1


def test_the_last_owner_stays_until_there_is_another():
    group = a_group()
    saved(Membership(group_id=group.id, member_id=a_member().id, joined_at=now()))
    with pytest.raises(LastOwner):
        close_account(owner_of(group), at=now())


def test_a_group_whose_evening_somebody_came_to_keeps_its_owner():
    event = an_event(a_group())
    a_seat(event, a_member())
    with pytest.raises(LastOwner):
        close_account(owner_of(event.group), at=now())


def test_a_group_with_nobody_else_in_it_goes_along(count):
    member = leaver()
    an_event(a_group(member, name=f"{CANARY} group", run_by=CANARY), title=CANARY)
    leave(member)
    assert (count(Group), count(Event)) == (0, 0)
    assert where_it_still_stands() == []


def test_the_page_says_which_groups_go_along_and_which_need_an_owner(browser):
    member = leaver()
    a_group(member, name="Alone with my kiln")
    shared = a_group(member, name="Potters of Izumi")
    saved(Membership(group_id=shared.id, member_id=a_member().id, joined_at=now()))
    page = browser.sign_in(member).get("/account/closing").text
    assert "That would be: Alone with my kiln." in page
    assert "You own Potters of Izumi." in page


def test_who_owns_no_group_reads_of_none(browser):
    page = browser.sign_in(leaver()).get("/account/closing").text
    assert "goes along, with its events" in page
    assert "That would be" not in page
    assert "You own" not in page


def test_every_way_in_is_gone(browser, count):
    member = leaver()
    token = new_api_token(member, "mine", at=now())
    browser.sign_in(member)
    assert browser.get("/account").status_code == 200
    answer = browser.post("/account/closing", data={"is_sure": "y"})
    assert answer.location == "/goodbye"
    assert "Your account is closed" in browser.get("/goodbye").text
    assert browser.get("/account").location.startswith("/sign-in")
    key = {"Authorization": f"Bearer {token}"}
    assert browser.get("/api/v1/me", headers=key).status_code == 401
    assert count(SignIn) == count(ApiToken) == count(Mail) == 0


def test_nobody_leaves_by_accident(browser):
    member = leaver()
    browser.sign_in(member)
    page = browser.post("/account/closing", data={})
    assert "so that nobody leaves by accident" in page.text
    assert db.session.get(User, member.id) is not None


def test_whoever_has_a_password_gives_it(browser):
    from app.accounts.passwords import hashed

    member = leaver(password_hash=hashed("a long sentence of mine"))
    browser.sign_in(member)
    wrong = browser.post("/account/closing", data={"is_sure": "y", "password": "another"})
    assert "This is not your password" in wrong.text
    answer = browser.post(
        "/account/closing", data={"is_sure": "y", "password": "a long sentence of mine"}
    )
    assert answer.location == "/goodbye"


def test_a_copy_can_be_taken_along(browser):
    member = leaver()
    answer = browser.sign_in(member).get("/account/copy")
    assert answer.json["me"]["email"] == member.email
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_comes_back_after_reports_is_recognized_by_a_fingerprint_alone():
    member, other = leaver(), a_member()
    event = an_event(starts_at=now() - timedelta(days=2), ends_at=now() - timedelta(days=1))
    for person in (member, other):
        a_seat(event, person)
    report_person(member, Complaint(Kind.MONEY, "They wanted me to invest."), by=other, at=now())
    db.session.commit()
    leave(member)
    again = a_member(email=f"{CANARY}@example.org")
    assert Signal.LEFT_BEFORE in signals_about(again, now())
    assert Signal.LEFT_BEFORE not in signals_about(other, now())


def test_what_is_shared_stands_in_one_place_and_is_taken_back_there(browser):
    me, other = a_member(), a_member("Kai", "Mori")
    tie = connected(me, other)
    share(tie, me, [ContactField.EMAIL], at=now())
    db.session.commit()
    browser.sign_in(me)
    assert "Mori" in browser.get("/account/sharing").text
    browser.post(f"/account/sharing/{other.public_id}/end")
    db.session.expire_all()
    assert side_of(tie, me).shares == []
    assert "You share nothing with anybody" in browser.get("/account/sharing").text
