"""Places at events through the API: the same seats, the same line, the same refusals."""

from datetime import timedelta
from hashlib import sha256

import pytest

from app.accounts.models import User
from app.events.models import Question, Slot
from app.events.rules import Mode
from app.kit.clock import now
from app.kit.db import db
from app.registrations import queries
from app.registrations.models import Registration
from app.registrations.operations import drawing as operations
from app.registrations.rules import drawing
from app.registrations.states import State
from app.registrations.tickets import ticket_token
from tests.factories import a_group, a_member, a_seat, an_event, blocked, owner_of, saved

WISH = {"purpose": "friends"}


def place_at(event):
    return f"/events/{event.public_id}/registration"


def test_registering_gives_a_seat_and_a_ticket(program):
    event, member = an_event(), a_member()
    mine = program(member)
    answer = mine.post(place_at(event), WISH | {"list_visibility": "participants"})
    assert answer.status_code == 201
    told = answer.json
    assert (told["state"], told["queue_no"]) == ("confirmed", None)
    row = queries.registration_of(event, member)
    assert told["ticket"]["token"] == ticket_token(row)
    assert told["ticket"]["url"].endswith(ticket_token(row))
    assert mine.get(place_at(event)).json == told
    assert mine.get(f"/events/{event.public_id}").json["registration"]["id"] == told["id"]
    answer = mine.post(place_at(event), WISH)
    assert (answer.status_code, answer.json["code"]) == (409, "AlreadyRegistered")


def test_past_the_last_seat_there_is_a_line(program):
    event = an_event(capacity=1)
    first, second = program(a_member()), program(a_member())
    first.post(place_at(event), WISH)
    told = second.post(place_at(event), WISH | {"latest_notice": "any"}).json
    assert (told["state"], told["queue_no"], told["ticket"]) == ("waitlisted", 1, None)
    assert first.delete(place_at(event)).status_code == 204
    assert second.get(place_at(event)).json["state"] == "confirmed"
    assert first.get(place_at(event)).json["state"] == "cancelled"
    assert first.delete(place_at(event)).status_code == 404


def test_wishes_are_ranked(program):
    event = an_event(slots=[Slot(name="Front", capacity=1), Slot(name="Back", capacity=5)])
    front, back = (str(slot.id) for slot in event.slots)
    a_seat(event, a_member())
    told = program(a_member()).post(place_at(event), WISH | {"slots": [front, back]}).json
    assert told["slot"] == {"id": back, "name": "Back"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "money"}, "purpose"),
        (WISH | {"slots": ["x"]}, "slots.0"),
        (WISH | {"slots": "1"}, "slots"),
        (WISH | {"latest_notice": "1h"}, "latest_notice"),
        (WISH | {"answers": {"x": "y"}}, "answers"),
        (WISH | {"buddy_email": "nobody"}, "buddy_email"),
        (WISH | {"note": "hello"}, "note"),
    ],
    ids=str,
)
def test_a_wish_that_will_not_do_is_named(program, body, field):
    answer = program(a_member()).post(place_at(an_event()), body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_choices_change_and_a_seat_moves(program):
    event = an_event(slots=[Slot(name="A", capacity=5), Slot(name="B", capacity=5)])
    mine = program(a_member())
    mine.post(place_at(event), WISH)
    told = mine.patch(place_at(event), {"purpose": "growth", "slot": str(event.slots[1].id)}).json
    assert (told["purpose"], told["slot"]["name"]) == ("growth", "B")
    assert mine.patch(place_at(event), {"slot": "99999"}).status_code == 404
    assert program(a_member()).patch(place_at(event), {}).status_code == 404


def test_an_offer_that_was_not_made_cannot_be_answered(program):
    event = an_event()
    mine = program(a_member())
    mine.post(place_at(event), WISH)
    for method in ("POST", "DELETE"):
        answer = mine.ask(method, f"{place_at(event)}/offer")
        assert (answer.status_code, answer.json["code"]) == (409, "NothingOffered")


def test_organizers_read_the_list_in_parts(program):
    event = an_event(capacity=10)
    for name in "abcde":
        a_seat(event, a_member(name))
    mine = program(owner_of(event.group))
    part = mine.get(f"/events/{event.public_id}/registrations?limit=2&state=confirmed").json
    names = [each["person"]["name"] for each in part["items"]]
    a_seat(event, a_member("late"))
    while part["next"]:
        part = mine.get(part["next"]).json
        names += [each["person"]["name"] for each in part["items"]]
    assert [name.split()[0] for name in names] == ["a", "b", "c", "d", "e", "late"]
    assert "@" not in str(part)
    assert mine.get(f"/events/{event.public_id}/registrations?state=waiting").status_code == 422


def test_organizers_decide_where_they_are_asked(program):
    event = an_event(slots=[Slot(capacity=1, mode=Mode.APPROVAL)])
    hopeful = program(a_member())
    told = hopeful.post(place_at(event), WISH).json
    assert told["state"] == "pending"
    path = f"/events/{event.public_id}/registrations/{told['id']}/decision"
    assert hopeful.post(path, {"decision": "confirm"}).status_code == 403
    mine = program(owner_of(event.group))
    assert mine.post(path, {"decision": "perhaps"}).status_code == 422
    assert mine.post(path, {"decision": "confirm"}).json["state"] == "confirmed"
    answer = mine.post(path, {"decision": "decline"})
    assert (answer.status_code, answer.json["code"]) == (409, "NothingToDecide")
    elsewhere = an_event(a_group(owner_of(event.group)))
    wrong = f"/events/{elsewhere.public_id}/registrations/{told['id']}/decision"
    assert mine.post(wrong, {"decision": "confirm"}).status_code == 404


def test_somebody_is_taken_off_the_list(program):
    event, member = an_event(), a_member()
    place = a_seat(event, member)
    path = f"/events/{event.public_id}/registrations/{place.public_id}/removal"
    told = program(owner_of(event.group)).post(path, {"reason": "duplicate"}).json
    assert told["state"] == "removed"
    assert db.session.get_one(Registration, place.id).state == State.REMOVED


def test_a_block_between_two_guests_shows_in_no_list(program):
    event, one, other = an_event(), a_member("Rei"), a_member("Aoi")
    for guest in (one, other):
        a_seat(event, guest)
    path = f"/people/{other.public_id}"
    mine = program(one)
    assert mine.get(path).json["name"] == other.full_name
    blocked(other, one)
    assert mine.get(path).status_code == 404
    assert mine.post("/connections", {"person": other.public_id}).status_code == 404


def test_a_draw_can_be_worked_out_again_from_the_answers_alone(program, stranger, later):
    slot = Slot(capacity=2, mode=Mode.LOTTERY, lottery_at=now() + timedelta(days=1), nominee_max=0)
    event = an_event(slots=[slot])
    operations.promise(event, at=now())
    db.session.commit()
    guests = [program(a_member()) for _ in range(5)]
    assert {guest.post(place_at(event), WISH).json["state"] for guest in guests} == {"applied"}
    path = f"/events/{event.public_id}/slots/{event.slots[0].id}/draw"
    before = stranger.get(path).json
    assert (before["seed"], before["order"], before["entries"]) == (None, None, [])
    later(days=2)
    operations.draw(event, by=None, at=now())
    db.session.commit()
    told = stranger.get(path).json
    assert told["commitment"] == before["commitment"]
    assert sha256(bytes.fromhex(told["seed"])).hexdigest() == told["commitment"]
    entries = [
        drawing.Entry(**each | {"wishes": tuple(each["wishes"])}) for each in told["entries"]
    ]
    lots = [drawing.Lot(**each) for each in told["lots"]]
    again = drawing.drawn(bytes.fromhex(told["seed"]), told["public_value"], entries, lots)
    assert (again.order, again.seats) == (told["order"], told["seats"])
    assert len(told["seats"]) == 2
    winners = {guest.get(place_at(event)).json["id"] for guest in guests
               if guest.get(place_at(event)).json["state"] == "confirmed"}  # fmt: skip
    assert winners == told["seats"].keys()


def test_a_slot_without_a_draw_has_none(stranger):
    event = an_event()
    path = f"/events/{event.public_id}/slots"
    assert stranger.get(f"{path}/{event.slots[0].id}/draw").status_code == 404
    assert stranger.get(f"{path}/x/draw").status_code == 404


def test_questions_are_answered_through_the_api(program):
    event = an_event()
    question = saved(Question(event_id=event.id, text="What do you weave?", is_required=True))
    mine = program(a_member())
    (told,) = mine.get(f"/events/{event.public_id}").json["questions"]
    assert (told["text"], told["required"]) == ("What do you weave?", True)
    answer = mine.post(place_at(event), WISH)
    assert (answer.status_code, answer.json["code"]) == (422, "AnswersMissing")
    given = {"answers": {told["id"]: "Baskets"}}
    assert mine.post(place_at(event), WISH | given).status_code == 201
    mine.patch(place_at(event), {"purpose": "growth"})
    row = queries.registration_of(event, db.session.get_one(User, mine_id(mine)))
    assert [text for _question, text in queries.answers_of([row.id])[row.id]] == ["Baskets"]
    assert question.id == int(told["id"])


def mine_id(mine) -> int:
    name = mine.get("/me").json["id"]
    return db.session.query(User.id).filter_by(public_id=name).scalar()
