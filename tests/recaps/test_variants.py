"""Each gets the one recap that is true of them."""

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.recaps.models import HostsWords
from app.recaps.queries import audience, variant_for
from app.recaps.rules import Variant
from app.registrations.models import Change
from app.registrations.queries import LOST
from app.registrations.states import Source, State
from tests.factories import a_member, a_seat, an_arrival, owner_of, saved
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated

pytestmark = pytest.mark.usefixtures("transaction")


def somebody(event, name, **given):
    member = a_member(name)
    seat = a_seat(event, member, **given)
    return member, seat


def letter_to(member):
    query = db.select(Mail).where(Mail.member_id == member.id, Mail.kind.startswith("recap."))
    return compose(db.session.scalars(query.order_by(Mail.id.desc())).first())


def everybody(event):
    """One of each kind."""
    people = {Variant.ATTENDED: a_guest(event, "Came"), Variant.ORGANIZER: owner_of(event.group)}
    people[Variant.NO_SHOW] = a_guest(event, "Missing", came=False)
    people[Variant.LATE_CANCEL], _seat = somebody(
        event, "Late", state=State.CANCELLED, is_late_cancel=True
    )
    people[Variant.WAITING], _seat = somebody(event, "Waiting", state=State.WAITLISTED)
    guest, seat = somebody(event, "Guest", source=Source.WALK_IN)
    an_arrival(seat)
    people[Variant.GUEST] = guest
    saved(HostsWords(event_id=event.id, message="", writes_to_waiting=True, changed_at=now()))
    return people


def test_each_kind_of_reader_is_told_apart_on_the_page_and_in_the_post():
    event = an_evening()
    people = everybody(event)
    closed()
    told = {m.id: kind for kind, members in audience(event).items() for m in members}
    for variant, member in people.items():
        assert told[member.id] == variant_for(event, member) == variant
    kinds = set(db.session.scalars(db.select(Mail.kind)))
    assert kinds >= {f"recap.{variant}" for variant in Variant}


@pytest.mark.parametrize("variant", list(Variant))
def test_every_kind_can_be_read_in_both_languages(variant):
    event = an_evening()
    member = everybody(event)[variant]
    closed()
    for locale in ("ja", "en"):
        member.locale = locale
        db.session.commit()
        letter = letter_to(member)
        assert letter.subject
        assert event.title in letter.text + letter.subject
        assert letter.unsubscribe_url


def test_those_who_waited_are_written_to_only_where_the_organizers_want_it():
    event = an_evening()
    a_guest(event, "Came")
    waiting, _seat = somebody(event, "Waiting", state=State.WAITLISTED)
    closed()
    assert variant_for(event, waiting) is None
    assert audience(event)[Variant.WAITING] == []


@pytest.mark.parametrize("weighs", [True, False])
def test_who_lost_a_draw_hears_whether_the_next_one_makes_up_for_it(weighs, browser):
    event = an_evening()
    event.slots[0].weighs_losses = weighs
    mio, yui = somebody(event, "Mio", state=State.WAITLISTED), a_member("Yui")
    a_seat(event, yui, state=State.WAITLISTED)
    lost = Change(registration_id=mio[1].id, to_state=State.WAITLISTED, reason=LOST, at=now())
    saved(lost)
    saved(HostsWords(event_id=event.id, message="", writes_to_waiting=True, changed_at=now()))
    a_guest(event, "Came")
    closed()
    letter, page = letter_to(mio[0]), browser.sign_in(mio[0]).get(f"/events/{event.slug}/recap")
    for text in (letter.text, letter.html, page.text):
        assert ("your lot weighs more" in " ".join(text.split())) is weighs
    assert "your lot" not in letter_to(yui).text


def test_giving_a_seat_back_early_earns_no_letter():
    event = an_evening()
    early, _seat = somebody(event, "Early", state=State.CANCELLED)
    closed()
    assert variant_for(event, early) is None


def test_whoever_was_not_there_reads_of_nobody():
    event = an_evening()
    people = everybody(event)
    a_guest(event, "Ren")
    closed()
    for variant in (Variant.NO_SHOW, Variant.LATE_CANCEL, Variant.WAITING):
        letter = letter_to(people[variant])
        assert "Ren" not in letter.text + (letter.html or "")


def test_a_guest_of_the_door_is_matched_with_nobody():
    event = an_evening()
    aoi, mio = a_guest(event, "Aoi"), a_member("Mio")
    an_arrival(a_seat(event, mio, source=Source.WALK_IN))
    seated(event, [aoi], [mio])
    a_good_match(aoi, mio)
    closed()
    letter = letter_to(mio)
    assert "Aoi" not in letter.text


def test_a_letter_is_withdrawn_when_it_is_not_true_any_more():
    event = an_evening()
    late, seat = somebody(event, "Late", state=State.CANCELLED, is_late_cancel=True)
    a_guest(event, "Came")
    closed()
    seat.state = State.REMOVED
    db.session.commit()
    assert letter_to(late) is None
