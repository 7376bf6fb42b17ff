"""One step of being known: an organizer has looked, and nobody learns which."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.connections.identity import steps_of
from app.connections.models import IdentityCheck
from app.connections.operations import HasNotCome, check_identity, take_check_back
from app.groups.journal import Deed
from app.groups.models import Action, Membership
from app.groups.operations import Unwelcome, ban
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from app.safety.operations import close_account
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked, owner_of, saved
from tests.pages import unsigned

HIDDEN = ListVisibility.ORGANIZERS
SAID = "An organizer has checked who they are"


@pytest.fixture
def evening():
    return an_event(starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(hours=1))


@pytest.fixture
def aoi(evening):
    """Somebody who has come, for the others on the list to see."""
    member = a_member("Aoi")
    an_arrival(a_seat(evening, member, list_visibility=ListVisibility.PARTICIPANTS))
    db.session.commit()
    return member


def checked(aoi, evening):
    check_identity(aoi, by=owner_of(evening.group), at=now())
    db.session.commit()


def joins(member, evening, role):
    ids = {"group_id": evening.group_id, "member_id": member.id}
    saved(Membership(role=role, joined_at=now(), **ids))


def deeds():
    return db.session.scalars(sa.select(Action.kind).order_by(Action.id)).all()


def test_an_organizer_says_so_and_takes_it_back_on_the_page_of_the_person(aoi, evening, browser):
    path = f"/people/{aoi.public_id}"
    browser.sign_in(owner_of(evening.group))
    assert "I have checked who they are" in browser.get(path).text
    browser.post(f"{path}/check", data={"is_on": "1"})
    browser.post(f"{path}/check", data={"is_on": "1"})
    assert SAID in browser.get(path).text
    browser.post(f"{path}/check")
    assert SAID not in browser.get(path).text
    assert deeds()[-2:] == [Deed.IDENTITY_CHECKED, Deed.IDENTITY_CHECK_ENDED]
    assert deeds().count(Deed.IDENTITY_CHECKED) == 1


def test_others_read_the_fact_and_never_whose_word_it_is(evening, browser):
    """Whether one organizer says so or another, of one group or the next, the page is the same."""
    aoi, ren = a_member("Aoi"), a_member("Ren")
    elsewhere = an_event(starts_at=evening.starts_at, ends_at=evening.ends_at)
    for event in (evening, elsewhere):
        an_arrival(a_seat(event, aoi, list_visibility=ListVisibility.PARTICIPANTS))
        a_seat(event, ren, list_visibility=ListVisibility.PARTICIPANTS)
    pages = []
    for event in (evening, elsewhere):
        checked(aoi, event)
        pages.append(unsigned(browser.sign_in(ren).get(f"/people/{aoi.public_id}").text))
        take_check_back(aoi, by=owner_of(event.group), at=now())
        db.session.commit()
    assert SAID in pages[0]
    assert pages[0] == pages[1]
    assert "I have checked who they are" not in pages[0]


@pytest.mark.parametrize("who", ["themselves", "a guest", "the door", "another group"])
def test_only_who_runs_a_group_that_let_them_in_says_so(aoi, evening, browser, who):
    others = {"themselves": aoi, "a guest": a_member(), "another group": owner_of(an_event().group)}
    by = others.get(who) or a_member()
    if who == "the door":
        joins(by, evening, Role.DOOR)
    with pytest.raises(HasNotCome):
        check_identity(aoi, by=by, at=now())


def test_nobody_is_checked_who_has_not_come(evening):
    away = a_member("Away")
    a_seat(evening, away)
    with pytest.raises(HasNotCome):
        check_identity(away, by=owner_of(evening.group), at=now())


@pytest.mark.parametrize("how", ["rank", "block", "suspended", "ban", "hidden", "left"])
def test_it_is_said_only_as_long_as_it_stands(aoi, evening, how):
    checked(aoi, evening)
    assert steps_of(aoi).is_checked
    organizer = owner_of(evening.group)
    if how == "rank":
        db.session.execute(sa.update(Membership).values(role=Role.MEMBER))
    elif how == "block":
        blocked(organizer, aoi)
    elif how == "suspended":
        organizer.disabled_at = now()
    elif how == "ban":
        ban(evening.group, Unwelcome(member=aoi), by=organizer, at=now())
    elif how == "hidden":
        db.session.execute(sa.update(Registration).values(list_visibility=HIDDEN))
    else:
        joins(a_member(), evening, Role.OWNER)
        close_account(organizer, at=now())
    db.session.commit()
    assert not steps_of(aoi).is_checked


def test_whoever_leaves_takes_it_along(aoi, evening, count):
    checked(aoi, evening)
    close_account(aoi, at=now())
    assert count(IdentityCheck) == 0
