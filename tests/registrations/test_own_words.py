"""Why one comes, in a line of one's own: asked, changed, and read by whom it is meant for."""

import csv
import io

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof
from app.accounts.proofs import link
from app.kit.clock import now
from app.kit.db import db
from app.moderation.operations import block
from app.registrations.models import Registration
from app.registrations.queries import lines_at
from app.registrations.rules import LONGEST_PURPOSE
from app.registrations.states import ListVisibility, State
from tests.factories import a_member, a_seat, an_event, owner_of

LINE = "How others found their first customers"
SHOWN = {"list_visibility": ListVisibility.PARTICIPANTS, "purpose": "growth"}


def place(event, rest=""):
    return f"/events/{event.slug}/registration{rest}"


def the_line():
    db.session.expire_all()
    return db.session.scalars(sa.select(Registration.purpose_note)).one()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (LINE, LINE),
        (f"  two\r\nlines\t{LINE} ", f"two lines {LINE}"),
        ("", ""),
        ("絆" * LONGEST_PURPOSE, "絆" * LONGEST_PURPOSE),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_whoever_registers_may_say_it_in_one_line(browser, typed, kept):
    event = an_event()
    browser.sign_in(a_member())
    browser.post(place(event), data={"purpose": "growth", "purpose_note": typed})
    assert the_line() == kept
    assert "<script>alert" not in browser.get(place(event)).text


def test_a_line_that_is_too_long_comes_back_with_the_form(browser, count):
    event, typed = an_event(), "long" * LONGEST_PURPOSE
    browser.sign_in(a_member())
    answer = browser.post(place(event), data={"purpose": "growth", "purpose_note": typed})
    assert f"Please write at most {LONGEST_PURPOSE} characters." in answer.text
    assert typed in answer.text
    assert count(Registration) == 0


def test_a_newcomers_line_waits_in_the_link(browser):
    event = an_event()
    newcomer = {"family_name": "Kato", "given_name": "Emi", "email": "emi@example.org"}
    browser.post(
        place(event, "/newcomer"), data=newcomer | {"purpose": "friends", "purpose_note": LINE}
    )
    proof = db.session.scalars(sa.select(EmailProof)).one()
    browser.post(link(proof))
    assert the_line() == LINE


def test_the_line_can_be_changed_and_taken_back(browser):
    event = an_event()
    browser.sign_in(a_member())
    browser.post(place(event), data={"purpose": "growth", "purpose_note": LINE})
    choices = {"purpose": "growth", "list_visibility": "organizers"}
    assert LINE in browser.get(place(event, "/choices")).text
    browser.post(place(event, "/choices"), data=choices | {"purpose_note": "Something else"})
    assert the_line() == "Something else"
    browser.post(place(event, "/choices"), data=choices | {"purpose_note": ""})
    assert the_line() == ""


def test_organizers_read_it_in_the_list_and_no_spreadsheet_runs_it(browser):
    event, member = an_event(), a_member()
    a_seat(event, member, purpose="growth", purpose_note="=1+1")
    db.session.commit()
    browser.sign_in(owner_of(event.group))
    file = browser.get(f"/events/{event.slug}/attendees.csv?plain").text
    row = next(csv.DictReader(io.StringIO(file)))
    assert row["In their own words"] == "'=1+1"
    place_of = db.session.scalars(sa.select(Registration)).one()
    page = browser.get(f"/events/{event.slug}/organize/people/{place_of.public_id}")
    assert "=1+1" in page.text


def test_who_comes_reads_it_of_those_who_show_themselves_and_nobody_else_does():
    event = an_event()
    reader, shown, hidden, waiting, outside = (a_member() for _ in range(5))
    a_seat(event, reader)
    a_seat(event, shown, purpose_note=LINE, **SHOWN)
    a_seat(event, hidden, purpose_note=LINE, list_visibility=ListVisibility.ORGANIZERS)
    a_seat(event, waiting, purpose_note=LINE, state=State.WAITLISTED, slot_id=None, **SHOWN)
    everybody = [person.id for person in (reader, shown, hidden, waiting)]
    assert lines_at(event, reader, everybody) == {shown.id: LINE}
    assert lines_at(event, outside, everybody) == {}
    assert lines_at(event, waiting, everybody) == {}
    block(shown, reader, at=now())
    assert lines_at(event, reader, everybody) == {}


def test_it_stands_on_the_card_of_whom_to_meet_and_on_the_hand_out(browser):
    event, reader, other = an_event(), a_member("Emi"), a_member("Ken")
    a_seat(event, reader, **SHOWN)
    a_seat(event, other, purpose_note=LINE, **SHOWN)
    db.session.commit()
    browser.sign_in(reader)
    assert LINE in browser.get(f"/events/{event.slug}/people").text
    why = browser.get(f"/people/{other.public_id}/why?event={event.slug}").text
    assert LINE in why
    assert LINE not in browser.get(f"/people/{other.public_id}/why").text
    browser.sign_in(owner_of(event.group))
    assert LINE in browser.get(f"/events/{event.slug}/handouts/participants").text
