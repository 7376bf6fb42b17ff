"""The pages of tables: organizers plan and press, guests read on their phones."""

import pytest
import sqlalchemy as sa

from app.kit.clock import now
from app.kit.db import db
from app.matching.jobs import plan_tables
from app.matching.models import Pairing
from app.matching.operations import begin, plan_rounds
from app.matching.queries import rounds_of, seating_of
from app.matching.rules.seating import RoundState, Wish
from app.profiles.traits import Facet
from app.registrations.models import Registration
from app.registrations.states import ListVisibility
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    a_tag,
    an_arrival,
    an_event,
    blocked,
    owner_of,
    tagged,
)

PART = {"X-Requested-With": "fragment"}
ROUNDS = "/events/tonight/rounds"


@pytest.fixture
def tonight(transaction):
    """Four people are here: Aoi needs what Ren offers, and Yui does not show herself."""
    event = an_event(a_group(), starts_at=now(), slug="tonight", capacity=40)
    aoi = tagged(a_member("Aoi"), Facet.NEED, "web design")
    ren = tagged(a_member("Ren", "Ito"), Facet.OFFER, "web design")
    mio, yui = a_member("Mio", "Mori"), a_member("Yui", "Kato")
    for member in (aoi, ren, mio):
        an_arrival(a_seat(event, member))
    an_arrival(a_seat(event, yui, list_visibility=ListVisibility.ORGANIZERS))
    return event, owner_of(event.group), (aoi, ren, mio, yui)


def planned(event, host, rounds=2, size=4, **more):
    plan_rounds(event, Wish(rounds, size, **more), by=host, at=now())
    plan_tables()


def test_an_organizer_plans_begins_ends_and_takes_back(tonight, browser):
    event, host, _people = tonight
    browser.sign_in(host)
    browser.post(ROUNDS, data={"rounds": "２", "size": "2", "who": "arrived", "minutes": "15",
                               "crossing": "anybody", "spreads": "y"})  # fmt: skip
    assert len(rounds_of(event)) == 2
    for step, state in (("beginning", "running"), ("waiting", "planned"), ("beginning", "running"),
                        ("ending", "over")):  # fmt: skip
        browser.post(f"{ROUNDS}/1/{step}")
        db.session.expire_all()
        assert rounds_of(event)[0].state == RoundState(state)
    page = browser.get(ROUNDS).text
    assert "Begin round 2" in page
    assert "Nobody sits with the same person twice." in page


def test_where_nobody_may_sit_with_anybody_the_page_says_so(tonight, browser):
    event, host, people = tonight
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            blocked(one, other)
    planned(event, host, size=2)
    page = browser.sign_in(host).get(ROUNDS).text
    assert "Nobody here may sit with anybody else" in page
    assert "No rounds yet" not in page
    assert "twice" not in page


def test_first_seats_are_not_judged_as_if_they_were_the_plan(tonight, browser):
    event, host, _people = tonight
    for number in range(5):
        an_arrival(a_seat(event, a_member(f"More{number}")))
    plan_rounds(event, Wish(3, 3), by=host, at=now())
    page = browser.sign_in(host).get(ROUNDS).text
    assert "First seats, so that everybody can sit down" in page
    assert "twice" not in page
    plan_tables()
    page = browser.get(ROUNDS).text
    assert "First seats" not in page


@pytest.mark.parametrize("hidden", [1, 2])
def test_the_projector_counts_every_hidden_guest_in_japanese_too(tonight, browser, hidden):
    event, host, people = tonight
    for guest in people[:hidden]:
        shown = ListVisibility.ORGANIZERS
        db.session.execute(
            sa.update(Registration)
            .where(Registration.attendee_id == guest.id)
            .values(list_visibility=shown)
        )
    planned(event, host, size=4)
    browser.sign_in(host).set_cookie("locale", "ja")
    assert f"ほか{hidden + 1}名" in browser.get(f"{ROUNDS}/board").text


def test_a_second_press_says_how_it_stands(tonight, browser):
    event, host, _people = tonight
    planned(event, host, size=2)
    browser.sign_in(host).post(f"{ROUNDS}/1/beginning")
    page = browser.post(f"{ROUNDS}/1/beginning", follow_redirects=True, headers={
        "Referer": f"http://localhost{ROUNDS}"
    })  # fmt: skip
    assert "Somebody else was quicker" in page.text
    assert [one.has_begun for one in rounds_of(event)] == [True, False]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("rounds", "0", "One to twelve rounds"),
        ("size", "9", "Two to eight people"),
        ("size", "many", "Please write a number"),
        ("minutes", "-3", "Between one minute and four hours"),
        ("seed", "99999999999999999999", "99999999999999999999"),
    ],
)
def test_a_wish_that_cannot_be_is_said_at_its_field(tonight, browser, field, typed, sentence):
    event, host, _people = tonight
    given = {"rounds": "2", "size": "4", "who": "arrived", "crossing": "anybody", field: typed}
    page = browser.sign_in(host).post(ROUNDS, data=given).text
    if field != "seed":
        assert rounds_of(event) == []
        assert f'value="{typed}"' in page
        assert sentence in page


def test_nobody_else_reaches_these_pages(tonight, browser):
    event, host, (aoi, *_rest) = tonight
    planned(event, host)
    browser.sign_in(aoi)
    for path in ("", "/look", "/board", "/paper", "/pairs", f"/1/people/{aoi.public_id}"):
        assert browser.get(ROUNDS + path).status_code == 403
    assert browser.post(f"{ROUNDS}/1/beginning").status_code == 403


def test_a_phone_tells_the_table_with_whom_and_why(tonight, browser):
    event, host, (aoi, _ren, _mio, _yui) = tonight
    planned(event, host)
    page = browser.sign_in(aoi).get("/events/tonight/tables").text
    assert "Table 1" in page
    assert "web design" in page
    assert "Ren" in page
    assert "Yui" not in page
    assert "And one guest, who will introduce themselves." in page


def test_a_reason_that_was_just_hidden_is_gone_with_the_next_look(tonight, browser):
    from app.profiles.queries import profile_of

    event, host, (aoi, ren, *_rest) = tonight
    planned(event, host)
    profile_of(ren).visibility = {"offers": "matching"}
    db.session.commit()
    page = browser.sign_in(aoi).get("/events/tonight/tables", headers=PART).text
    assert "Ren" in page
    assert "web design" not in page


def test_whoever_blocks_after_the_plan_is_not_named_any_more(tonight, browser):
    event, host, (aoi, ren, *_rest) = tonight
    planned(event, host)
    begin(event, 1, by=host, at=now())
    blocked(ren, aoi)
    page = browser.sign_in(aoi).get("/events/tonight/tables", headers=PART).text
    assert "Ren" not in page


def test_a_phone_shows_the_round_that_runs_and_the_next_one(tonight, browser):
    event, host, (aoi, *_rest) = tonight
    planned(event, host, size=2, minutes=10)
    begin(event, 1, by=host, at=now())
    page = browser.sign_in(aoi).get("/events/tonight/tables").text
    assert page.index("Now") < page.index("Up next")
    assert "data-ends" in page


def test_a_late_one_reads_that_they_join_in_the_next_round(tonight, browser):
    event, host, _people = tonight
    planned(event, host, size=2)
    begin(event, 1, by=host, at=now())
    late = a_member("Late")
    an_arrival(a_seat(event, late))
    page = browser.sign_in(late).get("/events/tonight/tables").text
    assert "You join in the next one" in page


def test_who_has_no_table_is_told_and_so_is_the_organizer(tonight, browser):
    event, host, people = tonight
    lonely = people[2]
    for other in people:
        if other is not lonely:
            blocked(lonely, other)
    planned(event, host)
    told = browser.sign_in(lonely).get("/events/tonight/tables").text
    assert "There is no table for you in this round" in told
    page = browser.sign_in(host).get(ROUNDS).text
    assert "Mio" in page
    assert "has no seat" in page


def test_a_page_without_tables_says_so_and_its_part_is_empty(tonight, browser):
    _event, _host, (aoi, *_rest) = tonight
    browser.sign_in(aoi)
    assert "No tables yet" in browser.get("/events/tonight/tables").text
    assert browser.get("/events/tonight/tables", headers=PART).status_code == 204


def test_the_projector_names_only_those_who_show_themselves(tonight, browser):
    event, host, _people = tonight
    planned(event, host)
    browser.sign_in(host)
    for headers in ({}, PART):
        page = browser.get(f"{ROUNDS}/board", headers=headers).text
        assert "Ren" in page
        assert "Yui" not in page
        assert "and a guest" in page
        assert "web design" not in page


def test_the_projector_turns_its_pages_and_can_be_held(tonight, browser):
    event, host, _people = tonight
    for number in range(44):
        an_arrival(a_seat(event, a_member(f"More{number}")))
    planned(event, host, rounds=1)
    first, second = (browser.sign_in(host).get(f"{ROUNDS}/board?page={n}").text for n in (1, 2))
    assert 'aria-hidden="true">1</span>' in first
    assert 'aria-hidden="true">1</span>' not in second
    assert 'aria-hidden="true">12</span>' in second


def test_the_plan_on_paper_hides_who_hides(tonight, browser):
    event, host, _people = tonight
    planned(event, host)
    browser.sign_in(host)
    for way in ("name", "table"):
        page = browser.get(f"{ROUNDS}/paper?by={way}").text
        assert "Ren" in page
        assert "Yui" not in page


def test_two_change_places_with_a_button(tonight, browser):
    event, host, _people = tonight
    planned(event, host, rounds=1, size=2)
    round_ = rounds_of(event)[0]
    (one, _mate), (other, _other_mate) = round_.tables[1], round_.tables[2]
    people = {seat.member_id: seat.member.public_id for seat in round_.seats}
    address = f"{ROUNDS}/1/people/{people[one]}"
    page = browser.sign_in(host).get(address).text
    assert people[other] in page
    data = {"table": 2, "other": people[other], "version": seating_of(event).version}
    browser.post(address, data=data)
    db.session.expire_all()
    after = rounds_of(event)[0]
    assert (after.table_of(one), after.table_of(other)) == (2, 1)
    assert "2 tables locked" in browser.get(f"{ROUNDS}?round=1").text
    browser.post(f"{ROUNDS}/1/tables/1/lock", data={"locked": "no"})
    assert "1 table locked" in browser.get(f"{ROUNDS}?round=1").text


def test_a_pair_is_named_by_part_of_a_name_and_taken_back(tonight, browser, count):
    _event, host, _people = tonight
    browser.sign_in(host)
    given = {"one": "いとう", "other": "mori", "says": "apart", "scope": "always"}
    page = browser.post(f"{ROUNDS}/pairs", data=given).text
    assert "Nobody of that name" in page
    assert 'value="mori"' in page
    browser.post(f"{ROUNDS}/pairs", data=given | {"one": "Ito"})
    browser.post(f"{ROUNDS}/pairs", data=given | {"one": "Ito", "says": "together"})
    rule = db.session.query(Pairing).one()
    assert (rule.event_id, rule.rule.value) == (None, "together")
    browser.post(f"{ROUNDS}/pairs/{rule.id}/end")
    assert count(Pairing) == 0


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ("Sato", "Sato", "two different people"),
        ("Tanaka", "Ito", "Several people are called so"),
        ("Nobody", "Ito", "Nobody of that name"),
    ],
)
def test_a_name_that_is_not_clear_is_asked_again(tonight, browser, one, other, sentence):
    event, host, _people = tonight
    for _twin in range(2):
        a_seat(event, a_member("Hana", "Tanaka"))
    given = {"one": one, "other": other, "says": "apart", "scope": "evening"}
    assert sentence in browser.sign_in(host).post(f"{ROUNDS}/pairs", data=given).text


def test_the_page_learns_that_the_tables_have_changed(tonight, browser):
    event, host, _people = tonight
    planned(event, host, size=2)
    seen = seating_of(event).version
    browser.sign_in(host)
    assert "There is a new plan" not in browser.get(f"{ROUNDS}/look?seen={seen}").text
    planned(event, host, size=2)
    assert "There is a new plan" in browser.get(f"{ROUNDS}/look?seen={seen}").text


def test_a_phone_asks_little_of_the_database(tonight, browser, statements):
    event, host, (aoi, *_rest) = tonight
    for number in range(30):
        an_arrival(a_seat(event, tagged(a_member(f"More{number}"), Facet.OFFER, "web design")))
    planned(event, host, size=6)
    a_tag("tea")
    browser.sign_in(aoi).get("/events/tonight/tables")
    with statements() as asked:
        browser.get("/events/tonight/tables", headers=PART)
    assert len(asked) <= 40
