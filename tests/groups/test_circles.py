"""What several of a group struggle with: the group learns that, and nobody learns who."""

import json
import re
from datetime import time

import pytest
import sqlalchemy as sa

from app.accounts.models import Scope
from app.accounts.operations import new_api_token
from app.groups.models import CircleProposal, Membership
from app.groups.operations.circles import NotShared, propose_circle, set_circle_aside
from app.groups.queries.circles import circles_for
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.kit.nights import next_morning
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.operations import set_worries
from app.profiles.traits import Worry
from tests.factories import a_group, a_member, a_seat, an_event, connected, saved
from tests.pages import unsigned
from tests.profiles.test_views import sent

SENTENCE = "At least three people of this group struggle with each of these."


@pytest.fixture
def circle(transaction):
    """A reader and six others of one group, and somebody who runs it."""
    owner = a_member("Owner")
    group = a_group(owner=owner, slug="weave")
    people = [a_member(f"Person{number}") for number in range(7)]
    for person in people:
        row = {"group_id": group.id, "member_id": person.id, "role": Role.MEMBER}
        saved(Membership(**row, joined_at=now()))
    return group, owner, people


def worry(members, *worries):
    for member in members:
        set_worries(member.id, worries)
    db.session.commit()


def told(group, reader):
    return [circle.worry for circle in circles_for(group, reader)]


def test_three_others_are_enough_and_two_are_not(circle):
    group, owner, (me, *others) = circle
    worry(others[:2], Worry.NO_TIME)
    assert told(group, owner) == told(group, me) == []
    worry(others[:3], Worry.NO_TIME)
    assert told(group, owner) == told(group, me) == [Worry.NO_TIME]
    worry(others[:1])
    assert told(group, owner) == []


def test_nobody_brings_a_number_to_three_by_what_they_say_themselves(circle):
    group, owner, (me, *others) = circle
    worry([me, *others[:2]], Worry.NO_TIME)
    assert told(group, me) == []
    assert told(group, owner) == [Worry.NO_TIME]


def test_where_nearly_everybody_has_it_nothing_is_said_since_it_would_be_known_of_each(circle):
    group, owner, people = circle
    worry(people[:5], Worry.NO_TIME)
    assert told(group, owner) == []


def test_whoever_does_not_belong_is_told_nothing(circle, browser):
    group, _owner, people = circle
    worry(people[:3], Worry.NO_TIME)
    stranger = a_member("Stranger")
    assert told(group, stranger) == told(group, None) == []
    assert SENTENCE not in browser.sign_in(stranger).get("/groups/weave").text
    with pytest.raises(NotShared):
        propose_circle(group, Worry.NO_TIME, by=stranger, at=now())


def test_a_member_proposes_without_a_name_and_an_organizer_plans(circle, browser):
    _group, owner, (me, *others) = circle
    worry(others[:3], Worry.NO_TIME)
    page = browser.sign_in(me).get("/groups/weave").text
    assert SENTENCE in page
    assert "Never enough time" in page
    for _twice in range(2):
        assert browser.post("/groups/weave/circles/no_time").location == "/groups/weave"
    assert db.session.query(CircleProposal).count() == 1
    assert {column.name for column in CircleProposal.__table__.columns} == {
        *("group_id", "worry", "at"),
    }
    assert browser.post("/groups/weave/circles/no_time/aside").status_code == 403
    assert browser.post("/groups/weave/circles/boredom").status_code == 404
    page = browser.sign_in(owner).get("/groups/weave").text
    assert "Somebody of the group has asked for it." in page
    form = browser.get("/groups/weave/events/new?circle=no_time").text
    assert "Never enough time: a small study circle" in form
    browser.post("/groups/weave/circles/no_time/aside")
    assert "Somebody of the group has asked" not in browser.get("/groups/weave").text


def test_what_too_few_have_cannot_be_proposed(circle):
    group, _owner, (me, *others) = circle
    worry(others[:2], Worry.NO_TIME)
    with pytest.raises(NotShared):
        propose_circle(group, Worry.NO_TIME, by=me, at=now())


def test_ones_own_are_written_read_back_and_handed_out_to_oneself_alone(circle, browser):
    _group, _owner, (me, *_others) = circle
    data = sent(worries=["no_time", "at_work"])
    assert browser.sign_in(me).post("/profile", data=data).location == "/profile"
    assert re.search(r'checked[^>]*value="no_time"', browser.get("/profile").text)
    assert held(browser, me)["worries"] == ["at_work", "no_time"]


def held(browser, member):
    key = new_api_token(member, "a program", scopes=Scope, at=now())
    db.session.commit()
    client = browser.application.test_client()
    head = {"Authorization": f"Bearer {key}"}
    return client.get("/api/v1/me/export", headers=head).json


def all_read(browser, group, event, readers, others):
    """Every page and answer on which somebody else might tell what these people struggle with."""
    found = []
    for reader in readers:
        paths = ["/groups/weave", "/events/weave-night", "/events/weave-night/people", "/matching"]
        paths += ["/suggestions", "/connections", "/together", "/notices"]
        paths += [f"/people/{other.public_id}" for other in others]
        paths += ["/groups/weave/members", "/events/weave-night/organize"]
        browser.sign_in(reader)
        found += [unsigned(browser.get(path).text) for path in paths]
        key = new_api_token(reader, "a program", scopes=Scope, at=now())
        db.session.commit()
        client, head = browser.application.test_client(), {"Authorization": f"Bearer {key}"}
        calls = ["/api/v1/suggestions", f"/api/v1/groups/{group.public_id}"]
        calls += [f"/api/v1/events/{event.public_id}/suggestions"]
        calls += [f"/api/v1/people/{other.public_id}" for other in others]
        found += [json.dumps(client.get(call, headers=head).json) for call in calls]
    return found


@pytest.mark.parametrize("many", [2, 3])
def test_no_page_and_no_answer_changes_with_who_it_is(circle, browser, many):
    group, owner, (me, *others) = circle
    event = an_event(group=group, starts_at=now(), slug="weave-night", capacity=None)
    for member in (owner, me, *others):
        a_seat(event, member)
    for other in others:
        connected(me, other)
    readers = [me, owner]
    nobody = all_read(browser, group, event, readers, others)
    worry(others[:many], Worry.NO_TIME, Worry.SLEEP_HEALTH)
    db.session.expire_all()
    some = all_read(browser, group, event, readers, others)
    worry(others)
    worry(others[-many:], Worry.NO_TIME, Worry.SLEEP_HEALTH)
    db.session.expire_all()
    assert all_read(browser, group, event, readers, others) == some
    assert (some == nobody) is (many < 3)


def the_letter(reader):
    query = sa.select(Mail).where(
        Mail.member_id == reader.id, Mail.kind == "groups.circles_proposed"
    )
    return [(mail, compose(mail)) for mail in db.session.scalars(query)]


def test_those_who_run_the_group_have_one_letter_the_next_morning(circle):
    group, owner, (me, *others) = circle
    worry(others[:3], Worry.NO_TIME, Worry.DIRECTION)
    at = now()
    for which in (Worry.NO_TIME, Worry.DIRECTION):
        propose_circle(group, which, by=me, at=at)
    ((mail, letter),) = the_letter(owner)
    assert mail.next_try_at == next_morning(at, owner.timezone, time(9))
    assert letter.text.count("• ") == 2
    assert not [one for one in (me, *others) if one.given_name in letter.text + letter.html]
    assert all(not the_letter(one) for one in (me, *others))


def test_no_letter_tells_of_what_is_set_aside_or_shared_no_longer_or_run_by_others_now(circle):
    group, owner, (me, *others) = circle
    worry(others[:3], Worry.NO_TIME)
    propose_circle(group, Worry.NO_TIME, by=me, at=now())
    assert the_letter(owner)[0][1] is not None
    worry(others[:1])
    assert the_letter(owner)[0][1] is None
    worry(others[:3], Worry.NO_TIME)
    set_circle_aside(group, Worry.NO_TIME)
    assert the_letter(owner)[0][1] is None
    propose_circle(group, Worry.NO_TIME, by=me, at=now())
    db.session.get_one(Membership, (group.id, owner.id)).role = Role.MEMBER
    db.session.flush()
    assert the_letter(owner)[0][1] is None
