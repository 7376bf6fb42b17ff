"""After a block neither is anywhere for the other: pages, lists, tables, letters."""

from collections import defaultdict

import pytest
import sqlalchemy as sa

from app.accounts.operations import new_api_token
from app.api.calls import CALLS, PREFIX
from app.connections.operations import request, share
from app.connections.people import granted_contacts
from app.connections.queries import events_shared
from app.kit.clock import now
from app.kit.db import db
from app.matching.models import Round
from app.matching.queries import missed, suggestions, table_mates
from app.matching.queries.phones import standing
from app.matching.rules.seating import RoundState
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.profiles.traits import Facet
from app.registrations.queries import attendees_visible_to
from app.registrations.states import ListVisibility
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    connected,
    owner_of,
    tagged,
)
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated


@pytest.fixture
def evening(transaction):
    """Aoi and Ren know each other, sat together, and will both come again."""
    group = a_group()
    over = an_evening(group)
    aoi, ren, mio = (a_guest(over, name) for name in ("Aoi", "Ren", "Mio"))
    seated(over, [aoi, ren, mio])
    a_good_match(aoi, ren)
    tagged(mio, Facet.NEED, "Rust")
    tagged(mio, Facet.OFFER, "Translation")
    soon = an_event(group)
    for guest in (aoi, ren, mio):
        a_seat(soon, guest)
    tie = connected(aoi, ren)
    tie.event_id = over.id
    for one in (aoi, ren):
        share(tie, one, ("email",), at=now())
    db.session.commit()
    closed()
    return over, soon, aoi, ren, mio


@pytest.mark.parametrize("is_blocker", [True, False])
def test_neither_is_anywhere_for_the_other(app, evening, is_blocker):
    over, soon, aoi, ren, _mio = evening
    pages = (
        *("/me", "/connections", "/matching", "/introductions", f"/people/{ren.public_id}"),
        *(f"/events/{e.slug}{page}" for e in (over, soon) for page in ("", "/people", "/recap")),
        f"/events/{soon.slug}/people/glimpse",
    )
    browser = app.test_client().sign_in(aoi)
    before = "".join(browser.get(path).get_data(as_text=True) for path in pages)
    assert ren.public_id in before
    assert ren.email in before
    block(*((aoi, ren) if is_blocker else (ren, aoi)), at=now())
    db.session.commit()
    for path in pages:
        page = browser.get(path).get_data(as_text=True)
        assert path.endswith(ren.public_id) or ren.public_id not in page, path
        assert ren.email not in page, path
        assert "Ren Sato" not in page, path
    assert "Mio Sato" in "".join(browser.get(path).get_data(as_text=True) for path in pages)


def test_no_letter_names_the_other(app, evening):
    _over, _soon, aoi, ren, mio = evening
    request(mio, ren, event=None, at=now())
    db.session.commit()
    block(aoi, ren, at=now())
    block(ren, mio, at=now())
    db.session.commit()
    for me, other in ((aoi, ren), (ren, aoi), (ren, mio), (mio, ren)):
        for mail in db.session.scalars(sa.select(Mail).where(Mail.member_id == me.id)):
            letter = compose(mail)
            text = f"{letter.subject}{letter.text}{letter.html}" if letter else ""
            assert f"{other.given_name} Sato" not in text
            assert other.public_id not in text


@pytest.mark.parametrize("is_blocker", [True, False])
def test_no_call_names_the_other(app, evening, is_blocker):
    over, soon, aoi, ren, _mio = evening
    browser, key = app.test_client(), new_api_token(aoi, "walk", at=now())
    parts = defaultdict(lambda: "x", person_id=ren.public_id, slot_id="1", number="1")
    paths = [
        PREFIX
        + call.path.format_map(parts | {"event_id": e.public_id, "group_id": e.group.public_id})
        for call in CALLS.values()
        for e in (over, soon)
        # Whom one has blocked oneself stands in the copy of one's own data.
        if call.is_safe and not (is_blocker and call.name == "export_me")
    ]

    def told():
        head = {"Authorization": f"Bearer {key}"}
        return {path: browser.get(path, headers=head).text for path in paths}

    before = told()
    assert sum(ren.public_id in text for text in before.values()) > 3
    block(*((aoi, ren) if is_blocker else (ren, aoi)), at=now())
    db.session.commit()
    for path, text in told().items():
        assert ren.email not in text, path
        assert ren.public_id not in text.replace(path, ""), path
        assert "Ren" not in text, path


def test_every_list_of_people_subtracts_the_block(evening):
    over, soon, aoi, ren, _mio = evening
    block(ren, aoi, at=now())
    db.session.commit()
    round_ = db.session.scalars(sa.select(Round).where(Round.event_id == over.id)).one()
    round_.state = RoundState.RUNNING
    db.session.commit()
    for me, other in ((aoi, ren), (ren, aoi)):
        assert other not in [row.attendee for row in attendees_visible_to(soon, me)]
        assert other not in [match.person for match in suggestions(soon, me, at=now()).matches]
        assert other not in [match.person for match in missed(over, me, at=now())]
        assert other not in table_mates(over, me)
        assert other not in [mate.person for mate in standing(over, me, now()).now.mates]
        assert granted_contacts(me, other) == {}


def test_a_table_names_only_those_who_show_themselves(app, transaction):
    over = an_evening()
    aoi, ren = a_guest(over, "Aoi"), a_member("Ren")
    an_arrival(a_seat(over, ren, list_visibility=ListVisibility.ORGANIZERS))
    seated(over, [aoi, ren])
    for page in ("people", "tables"):
        answer = app.test_client().sign_in(aoi).get(f"/events/{over.slug}/{page}")
        assert "Ren Sato" not in answer.get_data(as_text=True)


def test_evenings_in_common_are_those_where_the_other_is_on_show(transaction):
    over = an_evening()
    aoi, ren = a_guest(over, "Aoi"), a_member("Ren")
    a_seat(over, ren, list_visibility=ListVisibility.ORGANIZERS)
    connected(aoi, ren)
    assert events_shared(aoi, ren, now()) == []
    assert events_shared(ren, aoi, now()) == [over]


def test_an_organizer_does_not_find_people_by_what_they_hide(app, transaction):
    event = an_event()
    hidden, shown = a_member("Aoi"), a_member("Ren")
    for member, level in ((hidden, "private"), (shown, "members")):
        a_seat(event, member)
        profile = db.session.get_one(Profile, member.id)
        profile.company, profile.visibility = "Kura Foods", {"company": level}
    db.session.commit()
    browser = app.test_client().sign_in(owner_of(event.group))
    page = browser.get(f"/events/{event.slug}/organize/people?q=kura").get_data(as_text=True)
    assert "Ren Sato" in page
    assert "Aoi Sato" not in page
