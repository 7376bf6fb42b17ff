"""Asking somebody one knows to host together: by name, never a stranger, and only a yes counts."""

import pytest
import sqlalchemy as sa

from app.connections.operations import remove
from app.connections.queries import between
from app.groups import operations as groups
from app.groups.links import invitation_url
from app.groups.models import TeamInvitation
from app.groups.operations import OnTheTeamAlready, OutOfRank, Unwelcome
from app.groups.queries import invitations_open
from app.groups.rules import Role
from app.hosting import operations
from app.hosting.operations import OnlyForContacts
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.safety.operations import close_account
from tests.factories import a_group, a_member, an_event, connected
from tests.groups.teams import on_team


@pytest.fixture
def evening(transaction):
    """Emi runs a group alone, and knows Ken."""
    emi, ken = a_member("Emi"), a_member("Ken")
    event = an_event(a_group(emi))
    connected(emi, ken)
    return event, emi, ken


def page_of(event):
    return f"/events/{event.slug}/co-host"


def the_invitation():
    db.session.expire_all()
    return db.session.scalars(sa.select(TeamInvitation)).one()


def the_letter():
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind == "groups.team_invited")).one()
    return mail, compose(mail)


def path_of(row):
    return invitation_url(row).removeprefix("http://localhost")


def asked(event, emi, ken):
    row = operations.ask_along(event.group, ken, by=emi, at=now())
    db.session.commit()
    return row


def test_a_yes_makes_two_hosts_and_until_then_nothing_happens(browser, evening):
    event, emi, ken = evening
    browser.sign_in(emi)
    assert "Ken" in browser.get(page_of(event)).text
    browser.post(page_of(event), data={"person": ken.public_id})
    assert not event.group.is_run_by(ken)
    page = browser.get(f"/events/{event.slug}/first-steps").text
    assert "Asked, and not answered yet: Ken Sato" in page
    mail, letter = the_letter()
    assert mail.member_id == ken.id
    assert "Emi" in letter.text
    browser.sign_in(ken)
    where = path_of(the_invitation())
    assert "Join the team" in browser.get(where).text
    browser.post(where)
    db.session.refresh(event.group)
    assert event.group.role_of(ken) == Role.ORGANIZER


def test_nobody_who_runs_the_group_reads_the_address(browser, evening):
    event, emi, ken = evening
    asked(event, emi, ken)
    browser.sign_in(emi)
    for path in (page_of(event), "/team", "/organize/log"):
        where = path if path.startswith("/events") else f"/groups/{event.group.slug}{path}"
        page = browser.get(where)
        assert page.status_code == 200
        assert ken.email not in page.text
    assert "Ken" in browser.get(f"/groups/{event.group.slug}/team").text
    row = the_invitation()
    browser.post(f"/groups/{event.group.slug}/team/invitations/{row.id}/withdrawal")
    assert "Ken Sato" in browser.get(f"/groups/{event.group.slug}/organize/log").text


def test_strangers_cannot_be_asked(browser, evening):
    event, emi, _ken = evening
    stranger = a_member("Rin")
    browser.sign_in(emi)
    assert "Rin" not in browser.get(page_of(event)).text
    for name in (stranger.public_id, emi.public_id, "nobody", ""):
        assert browser.post(page_of(event), data={"person": name}).status_code == 404
    with pytest.raises(OnlyForContacts):
        asked(event, emi, stranger)


@pytest.mark.parametrize("is_blocker", [True, False])
def test_a_block_ends_it_without_a_word(browser, evening, is_blocker):
    event, emi, ken = evening
    asked(event, emi, ken)
    where = path_of(the_invitation())
    block(*((emi, ken) if is_blocker else (ken, emi)), at=now())
    db.session.commit()
    assert the_letter()[1] is None
    assert db.session.scalars(invitations_open(event.group, now())).all() == []
    browser.sign_in(emi)
    assert "Ken" not in browser.get(page_of(event)).text
    assert browser.post(page_of(event), data={"person": ken.public_id}).status_code == 404
    browser.sign_in(ken)
    assert browser.get(where).status_code == 410
    browser.post(where)
    db.session.refresh(event.group)
    assert not event.group.is_run_by(ken)


def test_a_tie_that_has_ended_is_no_tie(evening):
    event, emi, ken = evening
    remove(between(emi, ken), by=ken, at=now())
    with pytest.raises(OnlyForContacts):
        asked(event, emi, ken)


def test_somebody_on_the_ban_list_gets_no_letter_and_nobody_learns_why(browser, evening):
    event, emi, ken = evening
    groups.ban(event.group, Unwelcome(email=ken.email), by=emi, at=now())
    asked(event, emi, ken)
    assert the_letter()[1] is None
    browser.sign_in(emi)
    assert "Asked, and not answered yet" in browser.get(page_of(event)).text


def test_only_owners_ask_and_only_those_who_do_not_run_it_yet(browser, evening):
    event, emi, ken = evening
    organizer = on_team(event.group, Role.ORGANIZER)
    connected(organizer, ken)
    browser.sign_in(organizer)
    assert "Only the owners of a group" in browser.get(page_of(event)).text
    with pytest.raises(OutOfRank):
        asked(event, organizer, ken)
    connected(emi, organizer)
    with pytest.raises(OnTheTeamAlready):
        asked(event, emi, organizer)
    browser.sign_in(emi)
    assert organizer.public_id not in browser.get(page_of(event)).text


def test_somebody_else_with_the_link_is_not_the_one_who_was_asked(browser, evening):
    event, emi, ken = evening
    asked(event, emi, ken)
    where, other = path_of(the_invitation()), a_member("Rin")
    browser.sign_in(other)
    browser.post(where)
    assert the_invitation().accepted_at is None
    browser.post("/sign-out")
    answer = browser.post(where, data={"given_name": "Ken"})
    assert answer.location.startswith("/sign-in")
    db.session.refresh(event.group)
    assert len(event.group.team) == 1


def test_asking_again_replaces_the_first_letter(evening):
    event, emi, ken = evening
    first, second = asked(event, emi, ken), asked(event, emi, ken)
    assert (first.is_open(now()), second.is_open(now())) == (False, True)


def test_people_are_found_by_name_among_many(browser, evening):
    event, emi, _ken = evening
    for number in range(30):
        connected(emi, a_member(f"Mika{number:02}"))
    browser.sign_in(emi)
    page = browser.get(page_of(event)).text
    assert page.count('name="person"') == 24
    assert 'rel="next"' in page
    found = browser.get(f"{page_of(event)}?q=Mika07").text
    assert found.count('name="person"') == 1


def test_closing_the_account_takes_the_invitation_along(evening, count):
    event, emi, ken = evening
    asked(event, emi, ken)
    close_account(ken, at=now())
    assert count(TeamInvitation) == 0
