"""Who may open what: what is not yours to see is not there, what is not yours to do is refused."""

from itertools import product

import pytest
from werkzeug.routing import Rule

from app.accounts.models import Purpose, SignIn
from app.api.calls import CALLS
from app.kit.db import db
from tests.safety.conftest import Visit
from tests.safety.routes import (
    ANNOUNCEMENT,
    BESIDE,
    BOARD,
    CODE,
    DESK,
    DOOR,
    EVENT_PAGES,
    GROUP,
    GUARDS,
    INTRODUCTION,
    KNOWN,
    MET,
    ORGANIZER,
    OWN_GROUP,
    OWN_LINK,
    OWN_ROW,
    PERSON,
    PLACE,
    STAFF,
    TOKEN,
    methods,
    paths,
    values_of,
)
from tests.safety.town import ENDINGS

pytestmark = pytest.mark.usefixtures("unchanged")

GONE = (404, 410)
GUESTS = ("outsider", "fellow", "hidden", "friend", "waiting", "staff", "rival")
PARTIES = ("asker", "connector", "target")


def each_way(visit: Visit, endpoints: set[str]) -> list[tuple[Rule, str]]:
    """Every page of `endpoints` with each of its methods."""
    rules = [r for r in visit.app.url_map.iter_rules() if r.endpoint in endpoints and not r.alias]
    return [(rule, method) for rule in rules for method in methods(rule)]


def wrong(visit: Visit, who: str, asked: list[tuple[str, str]], *expected: int) -> list[str]:
    """What answered otherwise than `expected`."""
    found = []
    for method, path in asked:
        status = visit.as_(who).open(path, method=method).status_code
        if status not in expected:
            found.append(f"{who or 'a stranger'}: {method} {path} → {status}")
    return found


def asked(visit: Visit, endpoints: set[str], **values: list[object]) -> list[tuple[str, str]]:
    usual = values_of(visit.town) | values
    return [
        (method, path) for rule, method in each_way(visit, endpoints) for path in paths(rule, usual)
    ]


def test_every_page_is_for_somebody(visit):
    endpoints = {rule.endpoint for rule in visit.app.url_map.iter_rules()}
    # What programs may call is looked at in test_programs, call by call.
    endpoints -= {f"api.{name}" for name in CALLS}
    assert endpoints == set().union(*GUARDS)
    assert sum(map(len, GUARDS)) == len(endpoints)


def test_an_event_that_is_not_yours_to_see_is_not_there(visit):
    draft = asked(visit, EVENT_PAGES, slug=[visit.town.slugs["draft"]])
    circle = asked(visit, EVENT_PAGES, slug=[visit.town.slugs["circle"]])
    found = [
        *(each for who in ("outsider", "rival", "door") for each in wrong(visit, who, draft, 404)),
        *(each for who in ("host", "staff") for each in wrong(visit, who, circle, 404)),
        *wrong(visit, "", draft + circle, 404, 303),
    ]
    assert not found


@pytest.mark.parametrize("event", ["soon", "over"])
def test_only_organizers_organize(visit, event):
    here, guests = [visit.town.slugs[event]], GUESTS if event == "soon" else GUESTS[:2]
    runs, door = asked(visit, ORGANIZER, slug=here), asked(visit, DOOR, slug=here)
    found = [each for who in (*guests, "door") for each in wrong(visit, who, runs, 403)]
    found += [each for who in guests for each in wrong(visit, who, door, 403)]
    found += wrong(visit, "", runs + door, 303)
    assert not found


def test_only_owners_run_their_group(visit):
    group = asked(visit, GROUP, slug=[visit.town.slugs["group"]])
    other = asked(visit, GROUP, slug=[visit.town.slugs["other group"]])
    found = [each for who in (*GUESTS, "door") for each in wrong(visit, who, group, 403)]
    assert found + wrong(visit, "host", other, 403) == []


def test_a_place_is_its_holders(visit):
    soon = asked(visit, PLACE, slug=[visit.town.slugs["soon"]])
    found = [
        e for who in ("outsider", "host", "left", "door") for e in wrong(visit, who, soon, 404)
    ]
    assert found + wrong(visit, "", soon, 303) == []


def test_chores_and_meals_are_for_those_who_come_and_those_who_host(visit):
    soon = asked(visit, BESIDE, slug=[visit.town.slugs["soon"]])
    strangers = ("outsider", "left", "door", "waiting", "staff")
    found = [each for who in strangers for each in wrong(visit, who, soon, 404)]
    assert found + wrong(visit, "", soon, 303) == []


def test_lists_and_entries_belong_to_their_event(visit):
    town = visit.town
    of_a_list = {e for e in ORGANIZER if e.startswith("imports.")} - {"imports.new"}
    elsewhere = asked(visit, of_a_list, slug=[town.slugs["over"]])
    assert wrong(visit, "host", elsewhere, 404) == []
    undo = asked(visit, {"attendance.undo"}, slug=[town.slugs["soon"]])
    assert wrong(visit, "door", undo, 303) == []
    place = town.others[f"place public {town.slugs['soon']}"]
    path = f"/events/{town.slugs['over']}/door/scans"
    assert visit.as_("door").post(path, data={"registration": place}).status_code == 404


def test_only_the_operator_sees_the_outbox(visit):
    everybody = ("outsider", "host", "door", "fellow")
    found = [e for who in everybody for e in wrong(visit, who, asked(visit, STAFF), 403)]
    assert found + wrong(visit, "", asked(visit, STAFF), 303) == []


def test_what_a_group_tells_its_people_is_for_those_who_run_it(visit):
    written = asked(visit, ANNOUNCEMENT)
    found = [e for who in (*GUESTS, "door") for e in wrong(visit, who, written, 404)]
    belongs = asked(visit, OWN_GROUP)
    found += [e for who in (*GUESTS[:-1], "door") for e in wrong(visit, who, belongs, 404)]
    assert found + wrong(visit, "", written, 303) == []


UNSEEN = (
    *product(("outsider",), ("public", "hidden", "unproven")),
    *product(("staff", "rival", "door"), ("public",)),
    *product(("host",), ("unproven", "nameless", "outsider")),
    *(("matches", "hidden"), ("wall", "nowall"), ("nowall", "wall"), ("waiting", "public")),
    *(("asker parked", "target parked"), ("asker passed_on", "target passed_on")),
    *(("target passed_on", "asker passed_on"), ("target asked", "asker asked")),
)


def test_people_you_may_not_see_are_not_there(visit):
    found = []
    for who, whom in UNSEEN:
        person = [visit.town.public_ids[whom]]
        everything = asked(visit, PERSON, person_id=person)
        if (who, whom) == ("wall", "nowall"):
            everything = [each for each in everything if not each[1].endswith("/unblock")]
        found += wrong(visit, who, everything, 404)
    assert not found


def test_only_people_one_knows_of_are_kept_away(visit):
    everybody = asked(visit, KNOWN, person_id=[visit.town.public_ids["wall"], "nobodyatall2"])
    assert wrong(visit, "outsider", everybody, 404) + wrong(visit, "", everybody, 303) == []


def test_reports_are_for_those_who_look_after_them(visit):
    guests, desk = ("outsider", "fellow", "door"), asked(visit, DESK)
    found = [each for who in guests for each in wrong(visit, who, desk, 403)]
    assert found + wrong(visit, "", desk, 303) == []


def test_only_people_one_has_met_are_reported(visit):
    everybody = asked(visit, MET, person_id=[visit.town.public_ids["wall"], "nobodyatall2"])
    assert wrong(visit, "outsider", everybody, 404) + wrong(visit, "", everybody, 303) == []


def test_a_board_is_for_those_who_belong(visit):
    board = asked(visit, BOARD, slug=[visit.town.slugs["group"]])
    found = [e for who in ("outsider", "staff", "wall") for e in wrong(visit, who, board, 404)]
    assert found + wrong(visit, "", board, 303) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_introduction_is_between_its_three(visit, ending):
    named = [visit.town.introductions[ending]]
    everything = asked(visit, INTRODUCTION, introduction_id=named)
    other = "declined" if ending == "passed_on" else "passed_on"
    found = []
    for who in ("outsider", "staff", "host", *(f"{party} {other}" for party in PARTIES)):
        found += wrong(visit, who, everything, 404)
    if ending in ("parked", "asked", "declined", "withdrawn"):
        found += wrong(visit, f"target {ending}", everything, 404)
    if ending in ("parked", "withdrawn"):
        found += wrong(visit, f"connector {ending}", everything, 404)
    assert found + wrong(visit, "", everything, 303) == []


def test_nobody_answers_out_of_turn(visit):
    turns = {
        ("asker", "asked"): ("forwarding", "consent", "refusal"),
        ("asker", "passed_on"): ("forwarding", "consent", "refusal"),
        ("connector", "asked"): ("consent", "withdrawal"),
        ("connector", "passed_on"): ("forwarding", "consent", "withdrawal", "refusal"),
        ("connector", "declined"): ("forwarding", "consent", "withdrawal", "refusal"),
        ("target", "passed_on"): ("forwarding", "withdrawal"),
        ("target", "introduced"): ("forwarding", "consent", "withdrawal", "refusal"),
        ("asker", "introduced"): ("forwarding", "consent", "withdrawal", "refusal"),
    }
    found = []
    for (party, ending), verbs in turns.items():
        base = f"/introductions/{visit.town.introductions[ending]}"
        # A refusal or withdrawal that comes too late is a sentence, not an error.
        asked_ = [("POST", f"{base}/{verb}") for verb in verbs]
        found += wrong(visit, f"{party} {ending}", asked_, 403, 303)
    assert not found


def test_other_peoples_browsers_are_not_there(visit):
    with visit.app.app_context():
        member_id = visit.town.ids["host"]
        theirs = db.session.query(SignIn.id).filter_by(member_id=member_id).first()[0]
    assert wrong(visit, "fellow", asked(visit, OWN_ROW, sign_in_id=[theirs]), 404) == []


def test_a_link_of_ones_own_is_worth_nothing_to_anybody_else(visit):
    """Not even while it is good: whoever has the letter needs the account, too."""
    theirs = visit.town.tokens[Purpose.SECOND]
    for token in (theirs, "x", "0" * 22):
        for method, path in asked(visit, OWN_LINK, token=[token]):
            assert wrong(visit, "", [(method, path)], 303) == []
            assert wrong(visit, "fellow", [(method, path)], 410) == []


def test_a_made_up_code_connects_nobody(visit):
    everything = asked(visit, CODE, token=["x", "0" * 22])
    assert wrong(visit, "", everything, 303) + wrong(visit, "fellow", everything, 404) == []


def test_a_link_opens_its_own_door_only(visit):
    """One kind of token is worth nothing where another is asked for."""
    town = visit.town
    doors = {
        "registrations.confirm": Purpose.REGISTER,
        "registrations.arrive": Purpose.REGISTER,
        "accounts.link": Purpose.SIGN_IN,
        "accounts.use_link": Purpose.SIGN_IN,
        "claims.show": Purpose.CLAIM,
        "claims.accept": Purpose.CLAIM,
        "claims.decline": Purpose.CLAIM,
        "claims.ask": Purpose.CLAIM,
        "claims.address": Purpose.ADDRESS,
        "claims.use_address": Purpose.ADDRESS,
    }
    found = []
    for endpoint in TOKEN:
        own = doors.get(endpoint)
        others = [town.tokens[purpose] for purpose in Purpose if purpose != own]
        ticket = town.tokens[f"ticket public {town.slugs['soon']}"]
        keys = [*others, *([] if endpoint == "registrations.ticket" else [ticket]), "x", "0" * 22]
        for who in ("", "fellow"):
            found += wrong(visit, who, asked(visit, {endpoint}, token=keys), *GONE)
    assert not found


def test_a_foreign_ticket_tells_the_name_of_the_event_and_no_more(visit):
    town = visit.town
    path = f"/t/{town.tokens['ticket hidden ' + town.slugs['soon']]}"
    for who in ("", "outsider", "rival", "staff", "fellow"):
        page = visit.get(who, path).get_data(as_text=True)
        assert "hidden zq" not in page
