"""Two phones, one code; and a link for somebody far away."""

from datetime import timedelta

import pytest

from app.connections.codes import (
    SECONDS,
    code_of,
    invitation_token,
    is_shown,
    slip_for,
    was_scanned,
)
from app.connections.models import Side
from app.connections.operations import (
    CannotConnect,
    CodeIsOver,
    InvitationIsOver,
    TooManyInvitations,
    accept,
    agree_at_venues,
    come_by,
    invite,
    meet,
    revoke,
    stop_at_venues,
)
from app.connections.people import granted_contacts
from app.connections.queries import are_connected, asked_of, open_invitations
from app.connections.rules import Origin, State
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.states import ListVisibility
from tests.factories import a_member, a_seat, an_arrival, an_event, blocked

pytestmark = pytest.mark.usefixtures("transaction")


def evening_with(*people, arrived=True, **given):
    event = an_event(starts_at=now() - timedelta(minutes=30))
    for person in people:
        seat = a_seat(event, person, **given)
        if arrived:
            an_arrival(seat)
    return event


def scan(scanner, shown, fields=(), *, at=None):
    at = at or now()
    return meet(scanner, shown, slip_for(scanner, shown, at), fields, at=at)


def test_a_code_is_shown_for_a_minute_and_whoever_scanned_it_may_answer_for_ten():
    aoi, ren, at = a_member("Aoi"), a_member("Ren"), now()
    code = code_of(aoi, at)
    assert is_shown(aoi, code, at + timedelta(seconds=SECONDS))
    assert not is_shown(aoi, code, at + timedelta(seconds=2 * SECONDS))
    slip = slip_for(ren, aoi, at)
    assert was_scanned(ren, aoi, slip, at + timedelta(seconds=9 * SECONDS))
    assert not was_scanned(ren, aoi, slip, at + timedelta(seconds=10 * SECONDS))


def test_a_code_is_one_persons_alone():
    aoi, ren, at = a_member("Aoi"), a_member("Ren"), now()
    assert not is_shown(ren, code_of(aoi, at), at)


def test_a_slip_is_good_for_one_who_scanned_and_one_who_showed():
    aoi, ren, mio, at = a_member("Aoi"), a_member("Ren"), a_member("Mio"), now()
    slip = slip_for(ren, aoi, at)
    assert not was_scanned(mio, aoi, slip, at)
    assert not was_scanned(ren, mio, slip, at)
    assert not was_scanned(aoi, ren, slip, at)
    with pytest.raises(CodeIsOver):
        meet(ren, aoi, code_of(aoi, at), (), at=at)  # a code alone is not a scan


def test_scanning_asks_and_the_other_presses_one_button():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = scan(aoi, ren, ["email"])
    assert not are_connected(aoi, ren)
    assert asked_of(ren, now()) == [tie]
    assert granted_contacts(ren, aoi) == {}
    accept(tie, by=ren, at=now())
    assert granted_contacts(ren, aoi) == {"email": aoi.email}
    assert granted_contacts(aoi, ren) == {}


def test_the_letter_waits_while_both_look_at_their_phones():
    at = now()
    scan(a_member("Aoi"), a_member("Ren"), at=at)
    mail = db.session.scalars(db.select(Mail)).one()
    assert mail.next_try_at == at + timedelta(minutes=15)


def test_scanning_each_other_connects():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    scan(aoi, ren)
    assert scan(ren, aoi).state == State.ACTIVE


def test_both_arrived_and_both_agreed_are_connected_at_once():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    event = evening_with(aoi, ren)
    for person in (aoi, ren):
        agree_at_venues(person, at=now())
    tie = scan(aoi, ren)
    assert (tie.state, tie.origin, tie.event_id) == (State.ACTIVE, Origin.MET, event.id)
    assert granted_contacts(aoi, ren) == granted_contacts(ren, aoi) == {}


@pytest.mark.parametrize(
    "how", ["one has not agreed", "one has not arrived", "one changed their mind"]
)
def test_they_are_not_connected_at_once_if(how):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    evening_with(aoi, ren, arrived=how != "one has not arrived")
    agree_at_venues(aoi, at=now())
    if how != "one has not agreed":
        agree_at_venues(ren, at=now())
    if how == "one changed their mind":
        stop_at_venues(ren)
    assert scan(aoi, ren).state == State.REQUESTED


def test_an_old_code_is_over():
    aoi, ren, at = a_member("Aoi"), a_member("Ren"), now()
    slip = slip_for(aoi, ren, at - timedelta(minutes=11))
    with pytest.raises(CodeIsOver):
        meet(aoi, ren, slip, (), at=at)


@pytest.mark.parametrize("blocker", [0, 1])
def test_a_block_says_the_same_as_an_old_code(blocker):
    people = a_member("Aoi"), a_member("Ren")
    blocked(people[blocker], people[1 - blocker])
    with pytest.raises(CodeIsOver):
        scan(*people)


def test_scanning_ones_own_code_says_the_same():
    aoi = a_member("Aoi")
    with pytest.raises(CodeIsOver):
        scan(aoi, aoi)


def test_scanning_twice_changes_what_is_shared_and_writes_once():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = scan(aoi, ren, ["email"])
    scan(aoi, ren, [])
    assert db.session.get(Side, (tie.id, aoi.id)).shares == []
    assert len(db.session.scalars(db.select(Mail)).all()) == 1


def test_somebody_on_no_list_can_be_met_all_the_same():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    event = evening_with(aoi, ren, list_visibility=ListVisibility.ORGANIZERS)
    assert scan(aoi, ren).event_id == event.id


def test_a_link_connects_the_first_who_comes_and_nobody_else():
    aoi, ren, third = a_member("Aoi"), a_member("Ren"), a_member("Third")
    link = invite(aoi, "for Ren", at=now())
    tie = come_by(link, ren, at=now())
    assert (tie.state, tie.origin) == (State.ACTIVE, Origin.ONLINE)
    with pytest.raises(InvitationIsOver):
        come_by(link, third, at=now())


def test_a_link_is_over_when_old_revoked_or_between_people_kept_apart():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    old, back, kept = (invite(aoi, "", at=now()) for _ in range(3))
    revoke(back, at=now())
    db.session.refresh(back)
    with pytest.raises(InvitationIsOver):
        come_by(old, ren, at=now() + timedelta(days=15))
    with pytest.raises(InvitationIsOver):
        come_by(back, ren, at=now())
    blocked(ren, aoi)
    with pytest.raises(InvitationIsOver):
        come_by(kept, ren, at=now())


def test_nobody_comes_by_their_own_link():
    aoi = a_member("Aoi")
    with pytest.raises(CannotConnect):
        come_by(invite(aoi, "", at=now()), aoi, at=now())


def test_ten_links_are_out_at_most():
    aoi = a_member("Aoi")
    for _ in range(10):
        invite(aoi, "", at=now())
    with pytest.raises(TooManyInvitations):
        invite(aoi, "", at=now())
    revoke(open_invitations(aoi, now())[0], at=now())
    invite(aoi, "", at=now())


def test_the_link_itself_is_not_kept():
    link = invite(a_member("Aoi"), "", at=now())
    token = invitation_token(link.nonce)
    assert token not in (link.nonce, link.token_hash)
