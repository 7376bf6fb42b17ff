"""Whoever is banned loses what they hold, cannot come back, and is told neither that nor why."""

import pytest
import sqlalchemy as sa

from app.groups.operations import Unwelcome, join
from app.groups.queries import is_in
from app.groups.rules import Role
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.registrations.models import Change
from app.registrations.operations import Wish, register
from app.registrations.operations.banning import ban
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, an_event, owner_of
from tests.groups.teams import on_team


def banned(group, **whom):
    return ban(group, Unwelcome(**whom), by=owner_of(group), at=now())


def test_places_at_coming_events_of_the_group_end_and_the_next_moves_up():
    group, member = a_group(), a_member()
    soon, elsewhere = an_event(group, capacity=1), an_event()
    mine, theirs = a_seat(soon, member), a_seat(elsewhere, member)
    next_up = register(soon, a_member(), Wish(), at=now())
    banned(group, member=member, note="Sold insurance")
    db.session.expire_all()
    assert (mine.state, theirs.state) == (State.REMOVED, State.CONFIRMED)
    assert next_up.state == State.CONFIRMED


def test_the_letter_is_the_one_anybody_gets_and_names_no_reason():
    group, member = a_group(), a_member()
    a_seat(an_event(group), member)
    banned(group, member=member, note="Sold insurance")
    letter = compose(db.session.scalars(sa.select(Mail)).one())
    text = f"{letter.subject}{letter.text}{letter.html}".lower()
    assert "insurance" not in text
    assert "ban" not in text.replace("band", "")


def test_the_reason_in_the_log_is_for_organizers():
    group, member = a_group(), a_member()
    a_seat(an_event(group), member)
    banned(group, member=member)
    assert db.session.scalars(sa.select(Change.reason).order_by(Change.id)).all()[-1] == "banned"


@pytest.mark.parametrize("way", ["member", "email", "name"])
def test_registering_is_refused_in_words_that_say_nothing(way):
    group, member = a_group(), a_member("Taro", "Yamada", email="taro@example.org")
    whom = {"member": member, "email": "Taro+2@example.org", "name": "yamada taro"}
    banned(group, **{way: whom[way]})
    with pytest.raises(Refused) as refused:
        register(an_event(group), member, Wish(), at=now())
    assert "ban" not in str(refused.value.message).lower()


def test_an_address_ends_place_and_membership_of_whoever_has_it():
    group, member = a_group(), a_member(email="taro@example.org")
    join(group, member, at=now())
    mine = a_seat(an_event(group), member)
    banned(group, email="taro@example.org")
    db.session.expire_all()
    assert mine.state == State.REMOVED
    assert not is_in(group, member)


def test_a_name_alone_ends_nothing_for_it_may_be_a_namesakes():
    group, member = a_group(), a_member("Taro", "Yamada")
    mine = a_seat(an_event(group), member)
    banned(group, name="Taro Yamada")
    db.session.expire_all()
    assert mine.state == State.CONFIRMED


def test_the_address_of_somebody_on_the_team_does_nothing_to_them():
    group = a_group()
    helper = on_team(group, Role.ORGANIZER, a_member(email="helper@example.org"))
    banned(group, email="helper@example.org")
    assert group.role_of(helper) == Role.ORGANIZER


def test_names_like_one_on_the_list_are_shown_among_those_who_come(browser):
    group = a_group()
    a_seat(an_event(group), a_member("Taro", "Yamade"))
    banned(group, name="Taro Yamada")
    db.session.commit()
    page = browser.sign_in(owner_of(group)).get(f"/groups/{group.slug}/bans").text
    assert "Please have a look" in page
    assert "Taro Yamade" in page
