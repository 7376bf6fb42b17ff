"""Events for invited people: who finds them, what the letter opens, what taking back means."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof, User
from app.accounts.proofs import link
from app.events.models import Invitation
from app.events.rules import Openness, Status
from app.groups.models import Action, Membership
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations import operations
from app.registrations.links import invitation_url
from app.registrations.models import Registration
from app.registrations.operations import Arrival, Wish, bring_in, register
from app.registrations.operations.inviting import (
    HasPlace,
    TooManyInvited,
    invite,
    send_invitations,
    uninvite,
    use_invitation,
)
from app.registrations.states import State
from tests.factories import a_group, a_member, an_event, blocked, owner_of, saved

NEWCOMER = {"family_name": "Kato", "given_name": "Emi", "purpose": "friends"}


def by_invitation(group=None, **given):
    return an_event(group or a_group(), **({"openness": Openness.INVITED} | given))


def invites(event, *addresses):
    number = invite(event, addresses, by=owner_of(event.group), at=now())
    db.session.commit()
    return number


def invitations():
    return db.session.scalars(sa.select(Invitation).order_by(Invitation.id)).all()


def letters():
    query = sa.select(Mail).where(Mail.kind == "registrations.invited").order_by(Mail.id)
    return [compose(mail) for mail in db.session.scalars(query)]


def path_of(invitation):
    return invitation_url(invitation).removeprefix("http://localhost")


def page(event):
    return f"/events/{event.slug}"


# Who finds it


@pytest.mark.parametrize(
    ("openness", "strangers", "outsiders", "members", "guests"),
    [
        (Openness.PUBLIC, 200, 200, 200, 200),
        (Openness.UNLISTED, 200, 200, 200, 200),
        (Openness.MEMBERS, 404, 404, 200, 404),
        (Openness.INVITED, 404, 404, 404, 200),
    ],
)
def test_who_opens_the_page_of_an_event(app, openness, strangers, outsiders, members, guests):
    group = a_group()
    event = an_event(group, openness=openness)
    outsider, member, guest = a_member(), a_member(), a_member()
    saved(Membership(group_id=group.id, member_id=member.id, role=Role.MEMBER, joined_at=now()))
    invites(event, guest.email)
    asking = [app.test_client()]
    asking += [app.test_client().sign_in(each) for each in (outsider, member, guest)]
    paths = (page(event), f"{page(event)}/registration")
    found = [tuple(browser.get(path).status_code for path in paths) for browser in asking]
    assert found == [(code, code) for code in (strangers, outsiders, members, guests)]


@pytest.mark.parametrize("openness", [Openness.UNLISTED, Openness.INVITED])
def test_no_list_shows_what_only_a_link_opens(app, openness):
    event = an_event(openness=openness, title="Hush hush")
    guest = a_member()
    invites(event, guest.email)
    for browser in (app.test_client(), app.test_client().sign_in(guest)):
        for path in ("/", "/events", "/events?q=Hush", f"/groups/{event.group.slug}"):
            assert page(event) not in browser.get(path).text


# The letter


def test_everybody_invited_gets_one_letter_at_their_own_address(count):
    event = by_invitation(languages=["ja"])
    known = a_member(locale="en")
    assert invites(event, known.email, "new@example.org", " ＮＥＷ@example.org ") == 2
    assert invites(event, known.email) == 0
    english, japanese = sorted(letters(), key=lambda letter: letter.to)
    assert (english.to, japanese.to) == (known.email, "new@example.org")
    assert english.subject == "An invitation: Rust night"
    assert "ご招待" in japanese.subject
    assert count(User, User.email == "new@example.org") == 0
    first, second = invitations()
    assert path_of(first) in english.text + english.html
    assert path_of(second) in japanese.html


def test_the_letters_of_a_draft_leave_when_it_is_published(count):
    event = by_invitation(status=Status.DRAFT, published_at=None)
    invites(event, "new@example.org")
    assert count(Mail) == 0
    operations.publish(event, by=owner_of(event.group), at=now())
    assert [letter.to for letter in letters()] == ["new@example.org"]
    send_invitations(event, by=owner_of(event.group), at=now())
    assert len(letters()) == 1


def test_an_invitation_that_was_taken_back_or_is_unwelcome_is_not_sent():
    event = by_invitation()
    hurt = a_member()
    blocked(hurt, owner_of(event.group))
    invites(event, "first@example.org", hurt.email)
    uninvite(invitations()[0], by=owner_of(event.group), at=now())
    assert letters() == [None, None]


def test_inviting_is_written_down_without_addresses():
    event = by_invitation()
    invites(event, "first@example.org", "second@example.org")
    line = db.session.scalars(sa.select(Action)).one()
    assert (line.kind, line.details["count"]) == ("invited", 2)
    assert "example.org" not in str(line.details)


def test_there_is_an_end_to_inviting():
    event = by_invitation()
    with pytest.raises(TooManyInvited):
        invites(event, *(f"guest{n}@example.org" for n in range(2_001)))


# What the letter opens


def test_a_newcomer_with_an_invitation_reads_registers_and_is_in(browser):
    event = by_invitation(description="Bring **miso**.")
    invites(event, "emi@example.org")
    path = path_of(invitations()[0])
    shown = browser.get(path).text
    assert "<strong>miso</strong>" in shown
    answer = browser.post(path, data=NEWCOMER | {"email": "emi@example.org"})
    assert answer.location == "/sign-in/sent"
    proof = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    assert browser.get(proof).status_code == 200
    browser.post(proof)
    assert db.session.scalars(sa.select(Registration)).one().state == State.CONFIRMED
    assert browser.get(page(event)).status_code == 200


def test_another_address_of_theirs_will_do(browser):
    event = by_invitation()
    invites(event, "emi@work.example")
    browser.post(path_of(invitations()[0]), data=NEWCOMER | {"email": "emi@home.example"})
    proof = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    assert browser.post(proof).status_code == 303
    assert [each.email for each in invitations()] == ["emi@home.example"]
    assert browser.get(page(event)).status_code == 200


def test_an_invitation_taken_back_meanwhile_opens_nothing(browser, count):
    event = by_invitation()
    invites(event, "emi@example.org")
    path = path_of(invitations()[0])
    browser.post(path, data=NEWCOMER | {"email": "emi@example.org"})
    proof = link(db.session.scalars(sa.select(EmailProof)).one()).removeprefix("http://localhost")
    uninvite(invitations()[0], by=owner_of(event.group), at=now())
    db.session.commit()
    assert browser.get(path).status_code == 404
    assert browser.post(proof).status_code == 404
    assert count(Registration) == 0


def test_a_member_who_is_invited_is_led_to_the_event(browser):
    event, guest = by_invitation(), a_member()
    invites(event, guest.email)
    browser.sign_in(guest)
    assert browser.get(path_of(invitations()[0])).location == page(event)


def test_a_member_uses_an_invitation_that_went_to_another_address(browser):
    event, guest = by_invitation(), a_member()
    invites(event, "guest@work.example")
    browser.sign_in(guest)
    path = path_of(invitations()[0])
    assert "went to another address" in browser.get(path).text
    assert invitations()[0].email == "guest@work.example"
    answer = browser.post(f"{path}/mine", follow_redirects=True)
    assert "Register" in answer.text
    assert invitations()[0].email == guest.email


def test_somebody_invited_twice_uses_one_and_leaves_the_other():
    event, guest = by_invitation(), a_member()
    invites(event, guest.email, "guest@work.example")
    use_invitation(invitations()[1], guest)
    assert [each.email for each in invitations()] == [guest.email, "guest@work.example"]


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(browser):
    event = by_invitation()
    invites(event, "emi@example.org")
    shown = browser.post(path_of(invitations()[0]), data={"family_name": "Kato"}).text
    assert "Please write your name." in shown
    assert 'value="Kato"' in shown


def test_a_link_nobody_made_opens_nothing(browser):
    assert browser.get("/invited/" + "x" * 22).status_code == 404


def test_a_draft_is_not_shown_to_whoever_is_invited(browser):
    event = by_invitation(status=Status.DRAFT)
    invites(event, "emi@example.org")
    assert browser.get(path_of(invitations()[0])).status_code == 404


# Taking back


def test_whoever_has_a_place_keeps_their_invitation():
    event, guest = by_invitation(), a_member()
    invites(event, guest.email)
    register(event, guest, Wish(), at=now())
    with pytest.raises(HasPlace):
        uninvite(invitations()[0], by=owner_of(event.group), at=now())


def test_people_a_list_brings_in_may_see_the_event_without_a_letter(app):
    event, guest = by_invitation(), a_member()
    bring_in(event, guest, Arrival(), by=None, at=now())
    db.session.commit()
    assert letters() == []
    assert app.test_client().sign_in(guest).get(page(event)).status_code == 200


# The organizers' page


def test_an_organizer_invites_by_pasting_addresses_however_they_come(browser):
    group = a_group()
    event = by_invitation(group)
    browser.sign_in(owner_of(group))
    pasted = "Aoi Sato <aoi@example.org>, ken@example.org；ｙｕｉ＠example.org\n\nken@example.org"
    shown = browser.post(
        f"{page(event)}/invitations", data={"addresses": pasted}, follow_redirects=True
    ).text
    assert "3 people are invited." in shown
    assert [each.email for each in invitations()] == [
        "aoi@example.org",
        "ken@example.org",
        "yui@example.org",
    ]


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Please write at least one address."),
        ("aoi@example.org\nken(at)example.org", "ken(at)example.org"),
        (",".join(f"g{n}@example.org" for n in range(501)), "At most 500"),
        ("x" * 40_001, "at most 40000"),
    ],
)
def test_addresses_that_are_none_come_back_with_everything_typed(browser, pasted, words):
    group = a_group()
    event = by_invitation(group)
    browser.sign_in(owner_of(group))
    shown = browser.post(f"{page(event)}/invitations", data={"addresses": pasted}).text
    assert words in shown
    assert pasted[:30] in shown
    assert invitations() == []


def test_the_page_tells_how_many_have_registered_not_who(browser):
    group, guest = a_group(), a_member("Secret")
    event = by_invitation(group)
    invites(event, guest.email, "other@example.org")
    register(event, guest, Wish(), at=now())
    db.session.commit()
    browser.sign_in(owner_of(group))
    shown = browser.get(f"{page(event)}/invitations").text
    assert "1 of them has registered." in shown
    assert "Secret" not in shown


def test_taking_back_is_one_press(browser):
    group = a_group()
    event = by_invitation(group)
    invites(event, "emi@example.org")
    browser.sign_in(owner_of(group))
    path = f"{page(event)}/invitations/{invitations()[0].id}/withdrawal"
    assert "The invitation is taken back." in browser.post(path, follow_redirects=True).text
    assert invitations() == []


def test_an_invitation_to_another_groups_event_is_out_of_reach(browser):
    group = a_group()
    event, foreign = by_invitation(group), by_invitation()
    invites(foreign, "emi@example.org")
    browser.sign_in(owner_of(group))
    path = f"{page(event)}/invitations/{invitations()[0].id}/withdrawal"
    assert browser.post(path).status_code == 404
    assert browser.get(f"{page(foreign)}/invitations").status_code == 404


def test_registration_that_is_not_open_is_told_to_guests(browser):
    event = by_invitation(opens_at=now() + timedelta(days=1))
    invites(event, "emi@example.org")
    assert "Registration is not open just now." in browser.get(path_of(invitations()[0])).text
