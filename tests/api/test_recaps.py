"""The recap through the API: the same six kinds as on the page, under the same rules."""

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.profiles.traits import Facet
from app.recaps.models import HostsWords
from app.recaps.rules import Variant
from app.registrations.states import Source, State
from tests.factories import (
    a_member,
    a_seat,
    an_arrival,
    blocked,
    connected,
    owner_of,
    saved,
    tagged,
)
from tests.recaps.evenings import a_good_match, a_guest, an_evening, closed, seated

NAMES = ("connected", "mates", "missed")


def path(event):
    return f"/recaps/{event.public_id}"


@pytest.fixture
def evening():
    event = an_evening()
    aoi, ren, mio = (a_guest(event, name) for name in ("Aoi", "Ren", "Mio"))
    seated(event, [aoi, ren], [mio])
    a_good_match(aoi, mio)
    material = {"title": "Slides", "url": "https://example.org/slides"}
    saved(
        HostsWords(
            event_id=event.id, message="It was **warm**.", materials=[material],
            writes_to_waiting=True, changed_at=now(),
        )
    )  # fmt: skip
    closed()
    return event, aoi, ren, mio


def test_who_came_reads_of_their_people_and_what_the_hosts_say(program, evening):
    event, aoi, ren, mio = evening
    yui = a_guest(event, "Yui")
    tie = connected(aoi, yui)
    tie.event_id = event.id
    db.session.commit()
    told = program(aoi).get(path(event)).json
    assert told["variant"] == Variant.ATTENDED
    assert [one["person"]["id"] for one in told["connected"]] == [yui.public_id]
    assert [one["person"]["id"] for one in told["mates"]] == [ren.public_id]
    assert [one["person"]["id"] for one in told["missed"]] == [mio.public_id]
    assert told["missed"][0]["reasons"]
    assert (told["asks"], told["answer"], told["figures"]) == (True, None, None)
    assert "warm" in told["message"]
    assert told["materials"] == [{"title": "Slides", "url": "https://example.org/slides"}]


@pytest.mark.parametrize(
    ("variant", "given"),
    [
        (Variant.NO_SHOW, {}),
        (Variant.LATE_CANCEL, {"state": State.CANCELLED, "is_late_cancel": True}),
        (Variant.WAITING, {"state": State.WAITLISTED}),
    ],
)
def test_who_was_not_there_reads_of_nobody(program, evening, variant, given):
    event, *_ = evening
    member = tagged(a_member("Sora"), Facet.NEED, "Translation")
    a_seat(event, member, **given)
    told = program(member).get(path(event)).json
    assert told["variant"] == variant
    assert [told[name] for name in NAMES] == [[], [], []]
    assert (told["introduce"], told["asks"], told["message"]) == (None, False, "")
    assert told["materials"] == []


def test_a_guest_of_the_door_is_asked_but_matched_with_nobody(program, evening):
    event, *_ = evening
    guest = a_member("Sora")
    an_arrival(a_seat(event, guest, source=Source.WALK_IN))
    told = program(guest).get(path(event)).json
    assert (told["variant"], told["asks"]) == (Variant.GUEST, True)
    assert [told[name] for name in NAMES] == [[], [], []]


def test_who_ran_it_reads_figures_and_no_names(program, evening):
    event, *_ = evening
    for number in range(4):
        a_guest(event, f"Guest{number}")
    answer = program(owner_of(event.group)).get(path(event))
    told = answer.json
    assert told["variant"] == Variant.ORGANIZER
    assert (told["figures"]["came"], told["figures"]["missing"]) == (7, None)
    assert [told[name] for name in NAMES] == [[], [], []]
    assert not any(name in answer.text for name in ("Aoi", "Ren", "Mio", "Guest0"))


def test_a_stranger_and_somebody_with_no_part_in_it_find_nothing(program, evening):
    event, *_ = evening
    early = a_member("Early")
    a_seat(event, early, state=State.CANCELLED)
    assert program(a_member("Stranger")).get(path(event)).status_code == 404
    assert program(early).get(path(event)).status_code == 404


def test_what_the_page_does_not_show_the_answer_does_not_either(program, browser, evening):
    event, aoi, ren, mio = evening
    for other in (ren, mio):
        blocked(other, aoi)
    answer = program(aoi).get(path(event))
    page = browser.sign_in(aoi).get(f"/events/{event.slug}/recap").text
    assert not any(name in answer.text + page for name in ("Ren", "Mio"))
