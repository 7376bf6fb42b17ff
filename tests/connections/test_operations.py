from datetime import timedelta

import pytest

from app.connections.operations import (
    AlreadyConnected,
    CannotConnect,
    NothingToAnswer,
    accept,
    connect,
    decline,
    remove,
    request,
    share,
)
from app.connections.people import card_for, granted_contacts, visible_people
from app.connections.queries import (
    are_connected,
    between,
    shared_contacts,
    visible_connections,
)
from app.connections.rules import Origin, State
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.profiles.queries import profile_of
from app.registrations.states import ListVisibility
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    a_stranger,
    an_event,
    blocked,
    connected,
    owner_of,
)


def people_seen_by(viewer):
    return set(db.session.scalars(visible_people(viewer)))


def test_a_request_becomes_a_tie_only_by_the_others_yes(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    assert tie.state == State.REQUESTED
    assert not are_connected(aoi, ren)
    accept(tie, by=ren, at=now())
    assert are_connected(ren, aoi)


def test_nobody_accepts_their_own_request(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    with pytest.raises(NothingToAnswer):
        accept(tie, by=aoi, at=now())


def test_asking_back_is_a_yes(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    request(aoi, ren, event=None, at=now())
    assert request(ren, aoi, event=None, at=now()).state == State.ACTIVE


def test_asking_twice_tells_the_other_once(transaction, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    for _ in range(2):
        request(aoi, ren, event=None, at=now())
    assert count(Mail, Mail.member_id == ren.id) == 1


def test_people_kept_apart_cannot_connect(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    blocked(ren, aoi)
    with pytest.raises(CannotConnect):
        request(aoi, ren, event=None, at=now())


def test_those_who_are_connected_need_not_ask(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    connected(aoi, ren)
    with pytest.raises(AlreadyConnected):
        request(aoi, ren, event=None, at=now())


def test_a_declined_request_says_nothing(transaction, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    decline(tie, by=ren, at=now())
    assert count(Mail, Mail.member_id == aoi.id) == 0
    assert not tie.awaits(ren, now())
    assert tie.is_asked_by(aoi, now())
    again = request(aoi, ren, event=None, at=now() + timedelta(days=89))
    assert not again.awaits(ren, now())
    assert request(aoi, ren, event=None, at=now() + timedelta(days=91)).awaits(ren, now())


def test_asking_and_taking_back_again_and_again_troubles_nobody_twice(transaction, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    for _ in range(4):
        tie = request(aoi, ren, event=None, at=now())
        remove(tie, by=aoi, at=now())
    assert count(Mail, Mail.member_id == ren.id) == 1
    assert request(aoi, ren, event=None, at=now()).awaits(ren, now())


def test_a_no_outlives_taking_the_request_back(transaction, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    decline(tie, by=ren, at=now())
    remove(tie, by=aoi, at=now())
    again = request(aoi, ren, event=None, at=now() + timedelta(days=1))
    assert again.is_asked_by(aoi, now())
    assert not again.awaits(ren, now())
    assert count(Mail, Mail.member_id == ren.id) == 1
    assert request(aoi, ren, event=None, at=now() + timedelta(days=91)).awaits(ren, now())


def test_whoever_was_asked_ends_a_request_only_by_a_silent_no(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    remove(tie, by=ren, at=now())
    assert tie.is_asked_by(aoi, now())
    with pytest.raises(NothingToAnswer):
        remove(tie, by=ren, at=now())
    assert tie.is_asked_by(aoi, now())
    assert db.session.scalars(visible_connections(ren)).all() == []


def test_a_tie_that_has_ended_may_be_asked_for_anew(transaction, count):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = accept(request(aoi, ren, event=None, at=now()), by=ren, at=now())
    remove(tie, by=ren, at=now())
    assert request(aoi, ren, event=None, at=now() + timedelta(days=1)).awaits(ren, now())
    assert count(Mail, Mail.member_id == ren.id) == 2


def test_a_request_can_be_answered_for_a_month(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = request(aoi, ren, event=None, at=now())
    with pytest.raises(NothingToAnswer):
        accept(tie, by=ren, at=now() + timedelta(days=31))


def test_a_pair_is_one_row_whoever_comes_first(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    first = connect(ren, aoi, Origin.MET, at=now())
    assert connect(aoi, ren, Origin.ONLINE, at=now()).id == first.id
    assert between(ren, aoi).origin == Origin.MET


def test_contacts_are_seen_only_once_they_are_granted_and_until_they_are_taken_back(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    profile_of(ren).phone = "090-0000-1234"
    tie = connected(aoi, ren)
    assert granted_contacts(aoi, ren) == {}
    share(tie, ren, ["phone", "line_id", "password_hash"], at=now())
    assert granted_contacts(aoi, ren) == {"phone": "090-0000-1234"}
    assert granted_contacts(ren, aoi) == {}
    share(tie, ren, [], at=now())
    assert granted_contacts(aoi, ren) == {}


def test_ending_a_tie_takes_every_grant_back(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    share(tie, ren, ["email"], at=now())
    remove(tie, by=aoi, at=now())
    connect(aoi, ren, Origin.MET, at=now())
    assert granted_contacts(aoi, ren) == {}


def test_a_stranger_is_visible_to_nobody(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    assert people_seen_by(aoi) == {aoi}
    assert ren not in people_seen_by(aoi)


def test_fellow_participants_see_those_who_show_themselves(transaction):
    event, aoi, ren, mio = an_event(), a_member("Aoi"), a_member("Ren"), a_member("Mio")
    a_seat(event, aoi, list_visibility=ListVisibility.ORGANIZERS)
    a_seat(event, ren)
    a_seat(event, mio, list_visibility=ListVisibility.ORGANIZERS)
    assert people_seen_by(aoi) == {aoi, ren}


def test_organizers_see_everybody_who_comes_and_unverified_people_nobody_else(transaction):
    group = a_group()
    event, aoi, guest = an_event(group), a_member("Aoi"), a_stranger(given_name="Guest")
    a_seat(event, aoi, list_visibility=ListVisibility.ORGANIZERS)
    a_seat(event, guest)
    assert aoi in people_seen_by(owner_of(group))
    assert guest not in people_seen_by(aoi)


def test_a_block_hides_both_from_each_other(transaction):
    event, aoi, ren = an_event(), a_member("Aoi"), a_member("Ren")
    a_seat(event, aoi)
    a_seat(event, ren)
    connected(aoi, ren)
    blocked(aoi, ren)
    assert people_seen_by(aoi) == {aoi}
    assert people_seen_by(ren) == {ren}


def test_shared_contacts_are_those_who_know_both(transaction):
    aoi, ren, mio, yui = (a_member(name) for name in ("Aoi", "Ren", "Mio", "Yui"))
    connected(aoi, ren)
    connected(ren, mio)
    connected(aoi, yui)
    assert shared_contacts(aoi, mio) == [ren]


def test_a_card_holds_only_what_its_reader_may_know(transaction):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    profile = profile_of(ren)
    profile.company, profile.hometown, profile.headline = "Sato Brewery", "Nagano", "Brews miso"
    profile.visibility = {"headline": "private"}
    assert card_for(aoi, ren).words == {}
    connected(aoi, ren)
    assert card_for(aoi, ren).words == {"company": "Sato Brewery"}
    assert card_for(ren, ren).words["hometown"] == "Nagano"
