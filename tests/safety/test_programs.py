"""Everything pages keep from somebody is kept from their programs too, call by call."""

import json
from dataclasses import dataclass
from itertools import product

import pytest

from app.accounts.models import ApiToken, Scope
from app.api.calls import CALLS, PREFIX, Call
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import fingerprint, new_token
from tests.safety.conftest import READERS, THREES, Visit
from tests.safety.routes import ON_SHOW
from tests.safety.test_canaries import spilled
from tests.safety.test_roles import GUESTS, PARTIES, UNSEEN
from tests.safety.town import ENDINGS, MARK

# What is the same for everybody, or is one's own.
OPEN = {"list_groups", "list_events", "show_group", "show_event", "show_draw"}
OWN = {
    *("show_me", "change_me", "export_me", "erase_me", "found_group", "draft_event"),
    "list_all_suggestions",
    *("list_connections", "list_introductions", "join_group", "leave_group"),
    *("list_promises", "make_promise"),
}
# One's own alone, by its name.
OWN_ROW = {"show_promise", "change_promise", "forget_promise"}
# About an event one may see; a place there is one's own or not there.
EVENT = {
    *("register", "show_place", "change_place", "cancel_place", "accept_offer", "decline_offer"),
    *("take_seat", "list_suggestions", "show_recap"),
}
DOOR = {"keep_door", "show_door", "show_roster"}
ORGANIZER = {
    *("change_event", "publish_event", "call_off_event", "list_places", "decide", "remove"),
    *("plan_rounds", "show_rounds", "show_theme", "change_theme"),
    *("begin_round", "end_round", "take_round_back"),
    *("show_seat", "change_seat", "lock_table"),
}
GROUP = {"change_group"}
# What is done beside the programme: for those who come, and those who run the event.
BESIDE = {
    *("list_chores", "name_chore", "drop_chore", "take_chore", "change_hand", "give_chore_back"),
    *("list_meals", "propose_meal", "call_meal_off", "decide_meal", "join_meal", "leave_meal"),
}
PERSON = {
    *("show_person", "show_connection", "change_connection", "end_connection", "unblock"),
    *("like", "unlike", "like_anywhere", "unlike_anywhere", "undismiss"),
}
# The person stands in the body.
NAMED = {"dismiss", "ask_to_connect", "block", "ask_for_introduction", "propose_introduction"}
# Also people one has lost sight of may be reported.
MET = {"report"}
INTRODUCTION = {
    *("show_introduction", "forward", "consent", "refuse", "withdraw", "retract"),
    "tell_outcome",
}
GUARDS = (
    OPEN,
    OWN,
    OWN_ROW,
    EVENT,
    BESIDE,
    DOOR,
    ORGANIZER,
    GROUP,
    PERSON,
    NAMED,
    MET,
    INTRODUCTION,
)

BODIES: dict[str, dict[str, object]] = {
    "report": {"kind": "other", "words": "They would not stop."},
    "register": {"purpose": "friends"},
    "decide": {"decision": "confirm"},
    "remove": {"reason": "other"},
    "keep_door": {"records": []},
    "plan_rounds": {"rounds": 1, "size": 4},
    "change_seat": {"table": 1},
    "lock_table": {"locked": True},
    "tell_outcome": {"outcome": "met"},
    "forward": {"note": "I know them well, and they are kind.", "scope": "close"},
    "name_chore": {"words": "Chairs"},
    "propose_meal": {"place": "The soba place", "begins_at": "2030-01-29T19:00:00+09:00"},
    "decide_meal": {"approve": True},
    "found_group": {"name": "Loom", "kind": "study_group"},
}
WORDS = {"purpose": "I would like to learn weaving.", "offer": "A cup of tea, any time."}


@dataclass(frozen=True)
class Town:
    """The town as programs see it: everybody's key, everything's name."""

    visit: Visit
    keys: dict[str, str]
    events: dict[str, str]
    groups: dict[str, str]

    def ask(self, who: str, call: Call, body: object = None, **names: str):
        town = self.visit.town
        usual = {
            "event_id": self.events["soon"],
            "group_id": self.groups["group"],
            "registration_id": town.others[f"place public {town.slugs['soon']}"],
            "slot_id": "1",
            "number": "1",
            "table_no": "1",
            "person_id": town.public_ids["public"],
            "promise_id": town.others["pledge"],
            "introduction_id": town.introductions["asked"],
            "chore_id": town.others["chore"],
            "meal_id": town.others["meal"],
        }
        path = PREFIX + call.path.format(**usual | names)
        return self.open(who, call.method, path, body if body is not None else _body(call))

    def open(self, who: str, method: str, path: str, body: object = None):
        headers = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        sent = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        )
        return self.visit.app.test_client().open(path, method=method, headers=headers, **sent)


def _body(call: Call) -> dict[str, object] | None:
    return BODIES.get(call.name, {}) if call.body is not None else None


@pytest.fixture(scope="module")
def programs(visit) -> Town:
    """A key for everybody in the town, used just now, so that using it changes nothing."""
    keys = {}
    with visit.app.app_context():
        for name, member_id in visit.town.ids.items():
            if name.startswith("event "):
                continue
            keys[name] = f"kz_{new_token()}"
            db.session.add(
                ApiToken(
                    member_id=member_id,
                    name="walk",
                    token_hash=fingerprint(keys[name]),
                    scopes=sorted(Scope),
                    made_at=now(),
                    last_used_at=now(),
                )
            )
        db.session.commit()
        events = {event.slug: event.public_id for event in db.session.query(Event)}
        groups = {group.slug: group.public_id for group in db.session.query(Group)}
        db.session.remove()
    slugs = visit.town.slugs
    return Town(
        visit,
        keys,
        {name: events[slug] for name, slug in slugs.items() if slug in events},
        {name: groups[slug] for name, slug in slugs.items() if slug in groups},
    )


def called(names: set[str]) -> list[Call]:
    return [call for call in CALLS.values() if call.name in names]


def wrong(programs: Town, who: str, names: set[str], *expected: int, **given: str) -> list[str]:
    """What answered otherwise than `expected`."""
    found = []
    for call in called(names):
        status = programs.ask(who, call, **given).status_code
        if status not in expected:
            found.append(f"{who or 'a stranger'}: {call.name} {given} → {status}")
    return found


pytestmark = pytest.mark.usefixtures("programs", "unchanged")


def test_every_call_is_for_somebody():
    assert CALLS.keys() == set().union(*GUARDS)
    assert sum(map(len, GUARDS)) == len(CALLS)


def test_strangers_are_asked_for_a_key(programs):
    assert wrong(programs, "", set(CALLS) - OPEN, 401) == []


def test_an_event_that_is_not_yours_to_see_is_not_there(programs):
    about = {call.name for call in CALLS.values() if "event_id" in call.parts}
    found = [
        *(
            e
            for who in ("outsider", "rival", "door")
            for e in _event(programs, who, about, "draft")
        ),
        *(e for who in ("host", "staff") for e in _event(programs, who, about, "circle")),
    ]
    assert found == []
    for name in ("draft", "circle"):
        assert wrong(programs, "", {"show_event"}, 404, event_id=programs.events[name]) == []


def _event(programs: Town, who: str, about: set[str], name: str) -> list[str]:
    return wrong(programs, who, about, 404, event_id=programs.events[name])


def test_lists_hold_no_event_that_is_not_yours_to_see(programs):
    for who in ("", "outsider", "rival", "host"):
        path = f"{PREFIX}/events?limit=100"
        told = programs.open(who, "GET", path).json["items"]
        hidden = {programs.events["draft"]} | (
            set() if who == "rival" else {programs.events["circle"]}
        )
        assert not {event["id"] for event in told} & hidden


@pytest.mark.parametrize("event", ["soon", "over"])
def test_only_organizers_organize(programs, event):
    here, guests = programs.events[event], GUESTS if event == "soon" else GUESTS[:2]
    found = [
        *(
            e
            for who in (*guests, "door")
            for e in wrong(programs, who, ORGANIZER, 403, event_id=here)
        ),
        *(e for who in guests for e in wrong(programs, who, DOOR, 403, event_id=here)),
        *(e for who in (*guests, "door") for e in wrong(programs, who, GROUP, 403)),
        *wrong(programs, "host", GROUP, 403, group_id=programs.groups["other group"]),
    ]
    assert found == []


def test_a_place_is_its_holders(programs):
    there = EVENT - {"register", "list_suggestions"}
    for who in ("outsider", "host"):
        here = programs.events["soon"]
        assert wrong(programs, who, there, 404, event_id=here) == []


def test_what_is_beside_the_programme_is_for_those_who_come_and_those_who_host(programs):
    found = wrong(programs, "outsider", BESIDE, 404)
    found += wrong(programs, "staff", BESIDE, 404)
    found += wrong(programs, "fellow", {"list_chores", "list_meals"}, 200)
    found += wrong(programs, "fellow", {"decide_meal", "call_meal_off"}, 403)
    assert found == []


def test_places_belong_to_their_event(programs):
    over = programs.events["over"]
    assert wrong(programs, "host", {"decide", "remove"}, 404, event_id=over) == []


def test_what_is_ones_own_is_not_there_for_anybody_else(programs):
    found = [each for who in (*GUESTS, "public", "staff") for each in
             (wrong(programs, who, OWN_ROW, 404) if who != "friend" else ())]  # fmt: skip
    assert found == []


def naming(call: str, person: str) -> dict[str, object]:
    """A body that names `person`, for a call that takes one."""
    if call == "ask_for_introduction":
        return {"target": person} | WORDS
    if call == "propose_introduction":
        return {"people": [person, "nobodyatall2"]} | BODIES["forward"]
    return {"person": person}


def test_people_you_may_not_see_are_not_there(programs):
    found = []
    for who, whom in UNSEEN:
        person = programs.visit.town.public_ids[whom]
        about = PERSON - ({"unblock"} if (who, whom) == ("wall", "nowall") else set())
        found += wrong(programs, who, about, 404, person_id=person)
        for call in called(NAMED - {"block"}):
            body = naming(call.name, person)
            status = programs.ask(who, call, body).status_code
            if status != 404:
                found.append(f"{who}: {call.name} {whom} → {status}")
    assert found == []


def test_only_people_one_knows_of_are_kept_away(programs):
    for person in (programs.visit.town.public_ids["wall"], "nobodyatall2"):
        answer = programs.ask("outsider", CALLS["block"], {"person": person})
        assert answer.status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_introduction_is_between_its_three(programs, ending):
    row = programs.visit.town.introductions[ending]
    other = "declined" if ending == "passed_on" else "passed_on"
    outside = ("outsider", "staff", "host", *(f"{party} {other}" for party in PARTIES))
    if ending in ("parked", "asked", "declined", "withdrawn"):
        outside += (f"target {ending}",)
    found = [
        each
        for who in outside
        for each in wrong(programs, who, INTRODUCTION, 404, introduction_id=row)
    ]
    assert found == []


def test_nobody_answers_out_of_turn(programs):
    town = programs.visit.town
    turns = {
        ("asker", "asked"): {"forward", "consent", "refuse"},
        ("connector", "passed_on"): {"forward", "consent", "withdraw", "refuse"},
        ("target", "passed_on"): {"forward", "withdraw"},
        ("asker", "introduced"): {"forward", "consent", "withdraw", "refuse"},
    }
    found = []
    for (party, ending), names in turns.items():
        row = town.introductions[ending]
        found += wrong(programs, f"{party} {ending}", names, 403, 409, introduction_id=row)
    assert found == []


# Words of the inside that nobody is told.
INSIDE = ("parked", "with_connector", "with_target", "declined_by", "no_path", "capped", "blocked")


@pytest.fixture(scope="module")
def told(programs) -> list[tuple[str, str, str]]:
    """Everything there is to read, as everybody reads it who may find something there."""
    town, found = programs.visit.town, []
    reads = [call for call in CALLS.values() if call.is_safe]
    for who in (*READERS, *THREES):
        for call in reads:
            for path in sorted(set(_paths(programs, call, who))):
                answer = programs.open(who, "GET", path)
                assert answer.status_code < 500, (who, path)
                found.append((who, path, answer.get_data(as_text=True)))
    assert town.marks
    return found


def _paths(programs: Town, call: Call, who: str):
    town = programs.visit.town
    people = ON_SHOW if not who or " " not in who else [who, *ON_SHOW[:4]]
    values = {
        "event_id": [programs.events["soon"], programs.events["over"]],
        "group_id": [programs.groups["group"]],
        "slot_id": ["1"],
        "number": ["1"],
        "table_no": ["1"],
        "person_id": [town.public_ids[name] for name in people],
        "introduction_id": [*town.introductions.values()],
        "promise_id": [town.others["pledge"]],
    }
    for chosen in product(*(values[name] for name in call.parts)):
        yield PREFIX + call.path.format(**dict(zip(call.parts, chosen, strict=True)))


def test_no_answer_shows_anything_to_the_wrong_reader(programs, told):
    found = [
        each
        for who, path, text in told
        for each in spilled(programs.visit.town, who, set(MARK.findall(text)), path)
    ]
    assert found == []


def test_the_walk_would_have_found_something(programs, told):
    marks = programs.visit.town.marks
    read = {(who, marks[mark].owner, marks[mark].what) for who, _path, text in told
            for mark in MARK.findall(text)}  # fmt: skip
    assert ("trusted", "matches", "phone") in read
    assert ("fellow", "matches", "headline") in read
    assert ("host", "hidden", "name") in read
    assert ("asker introduced", "target introduced", "name") in read
    assert ("fellow", "fellow", "greeting") in read
    assert ("wall", "wall", "greeting") not in read


def test_askers_learn_nothing_of_how_it_goes(told):
    for who, path, text in told:
        if who.startswith("asker") and "/introductions" in path:
            assert not any(f'"{word}' in text for word in INSIDE), path
    endings = {"asker parked", "asker asked", "asker passed_on", "asker declined"}
    asked = [json.loads(text)["items"][0] for who, path, text in told
             if who in endings and path == f"{PREFIX}/introductions"]  # fmt: skip
    assert len(asked) == len(endings)
    theirs = {"id", "asker", "target", "asked_at", "closes_at", "purpose", "offer"}
    alike = [{name: value for name, value in one.items() if name not in theirs} for one in asked]
    assert all(one == alike[0] for one in alike)
    assert alike[0]["state"] == "checking"
    assert alike[0]["connector"] is None


def test_only_people_one_has_met_are_reported(programs):
    town = programs.visit.town
    for person in (town.public_ids["wall"], "nobodyatall2"):
        body = BODIES["report"] | {"person": person}
        assert programs.ask("outsider", CALLS["report"], body).status_code == 404
