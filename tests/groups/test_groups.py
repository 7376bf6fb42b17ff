"""Founding, joining, leaving; and the card that says who is behind it."""

import pytest
import sqlalchemy as sa

from app.groups import operations
from app.groups.models import Group, Membership
from app.groups.operations import Charter, LastOwner, SlugTaken
from app.groups.queries import is_in, members_count
from app.groups.rules import Kind, Role
from app.kit.clock import now
from app.kit.db import db
from app.profiles.traits import Stance
from tests.factories import a_group, a_member, a_stranger, an_event, owner_of, saved

CHARTER = {"name": "Marunouchi Weft", "kind": "cross_industry", "stance": "none"}


def founded(**given):
    charter = Charter(**({"name": "Weft", "kind": Kind.STUDY_GROUP} | given))
    return operations.found(charter, a_member(), at=now())


def test_whoever_founds_a_group_owns_it():
    member = a_member()
    group = operations.found(Charter("Weft", Kind.STUDY_GROUP), member, at=now())
    assert group.role_of(member) == Role.OWNER
    assert group.is_run_by(member)
    assert group.slug == "weft"


def test_a_japanese_name_makes_an_address_too():
    assert founded(name="よこ糸会").slug


def test_two_groups_of_one_name_have_two_addresses():
    one, other = founded(), founded()
    assert one.slug != other.slug


def test_an_address_that_was_asked_for_is_given_once():
    founded(slug="loom")
    with pytest.raises(SlugTaken):
        founded(slug="loom")


def test_an_address_must_be_proven_to_found_a_group():
    with pytest.raises(operations.AddressNotProven):
        operations.found(Charter("Weft", Kind.STUDY_GROUP), a_stranger(), at=now())


def test_joining_twice_is_the_same_as_once():
    group, member = a_group(), a_member()
    operations.join(group, member, at=now())
    operations.join(group, member, at=now())
    assert members_count(group) == 2
    assert is_in(group, member)
    assert not group.is_run_by(member)


def test_an_owner_who_joins_stays_the_owner():
    group = a_group()
    operations.join(group, owner_of(group), at=now())
    assert group.role_of(owner_of(group)) == Role.OWNER


def test_leaving_ends_the_membership():
    group, member = a_group(), a_member()
    operations.join(group, member, at=now())
    operations.leave(group, member)
    assert not is_in(group, member)


def test_the_last_owner_stays():
    group = a_group()
    with pytest.raises(LastOwner):
        operations.leave(group, owner_of(group))
    with pytest.raises(LastOwner):
        operations.appoint(group, owner_of(group), Role.MEMBER, by=owner_of(group), at=now())


def test_with_a_second_owner_the_first_may_go():
    group, second = a_group(), a_member()
    first = owner_of(group)
    operations.join(group, second, at=now())
    operations.appoint(group, second, Role.OWNER, by=first, at=now())
    operations.leave(group, first)
    assert group.role_of(second) == Role.OWNER
    assert group.role_of(first) is None


def test_only_those_with_a_role_are_loaded_along(app):
    group = a_group()
    for _ in range(3):
        operations.join(group, a_member(), at=now())
    db.session.expire_all()
    kept = db.session.scalars(sa.select(Group)).one()
    assert len(kept.team) == 1


def test_a_member_founds_a_group_in_the_browser(browser):
    browser.sign_in(a_member())
    answer = browser.post("/groups/new", data=CHARTER, follow_redirects=True)
    assert "Marunouchi Weft is ready." in answer.text
    assert "Plan an event" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "Please give the group a name."),
        ({"slug": "Ｗeft!"}, "Small letters, digits and hyphens only"),
        ({"slug": "new"}, "Small letters, digits and hyphens only"),
        ({"kind": "sect"}, "Not a valid choice."),
        ({"name": "x" * 81}, "Please write at most 80 characters."),
    ],
)
def test_a_group_that_cannot_be_is_not_founded(browser, count, wrong, words):
    browser.sign_in(a_member())
    assert words in browser.post("/groups/new", data=CHARTER | wrong).text
    assert count(Group) == 0


def test_the_card_shows_what_was_said_and_what_was_counted(browser):
    group = a_group(run_by="Two friends", commercial_tie="", stance=Stance.ASK_FIRST)
    page = browser.get(f"/groups/{group.slug}").text
    for words in ("Two friends", "None", "Selling only when asked", "0 events", "1 person"):
        assert words in page


def test_strangers_look_members_join_and_leave(browser):
    group = a_group()
    assert "Sign in to join" in browser.get(f"/groups/{group.slug}").text
    browser.sign_in(a_member())
    page = browser.post(f"/groups/{group.slug}/membership", follow_redirects=True).text
    assert "You belong to this group" in page
    page = browser.post(f"/groups/{group.slug}/departure", follow_redirects=True).text
    assert "Join the group" in page


def test_only_those_who_run_it_edit_it(app):
    group, plain = a_group(), a_member()
    saved(Membership(group_id=group.id, member_id=plain.id, joined_at=now()))
    address = f"/groups/{group.slug}/edit"
    assert app.test_client().sign_in(plain).get(address).status_code == 403
    owner = app.test_client().sign_in(owner_of(group))
    owner.post(address, data=CHARTER | {"name": "New name", "run_by": "Us"})
    db.session.expire_all()
    kept = db.session.scalars(sa.select(Group)).one()
    assert (kept.name, kept.run_by, kept.slug) == ("New name", "Us", group.slug)


def test_drafts_are_listed_for_those_who_run_it_only(app):
    group = a_group()
    an_event(group, title="Half baked", status="draft")
    assert "Half baked" not in app.test_client().get(f"/groups/{group.slug}").text
    owner = app.test_client().sign_in(owner_of(group))
    assert "Half baked" in owner.get(f"/groups/{group.slug}").text


def test_groups_have_a_list(browser):
    a_group(name="Loom")
    assert "Loom" in browser.get("/groups").text


def test_a_group_nobody_founded_is_not_found(browser):
    assert browser.get("/groups/nothing").status_code == 404
