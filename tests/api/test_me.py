"""The member behind the key."""

import pytest

from app.accounts.models import User
from app.connections.operations import Memory, remember
from app.introductions.operations.together import (
    add_task,
    agree_to_learn,
    ask_to_learn,
    check_in,
    leave_pair,
)
from app.introductions.rules.together import Rhythm
from app.kit.clock import now
from app.kit.db import db
from app.profiles.advising import topics_of
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from tests.factories import (
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    connected,
    tagged,
)


def test_a_member_reads_everything_they_say_of_themselves(program):
    member = tagged(a_member("Aoi", "Sato"), Facet.OFFER, "Weaving")
    told = program(member).get("/me").json
    assert (told["given_name"], told["family_name"]) == ("Aoi", "Sato")
    assert told["offers"] == ["Weaving"]
    assert told["visibility"]["company"] == "matches"
    assert told["connector"] == {"on": False, "cap": 3, "paused": False}


def test_worries_are_ones_own_and_change_only_when_they_are_sent(program):
    member, other = a_member("Aoi"), a_member("Rei")
    mine = program(member)
    assert mine.get("/me").json["worries"] == []
    told = mine.patch("/me", {"worries": ["direction", "no_time", "direction"]}).json
    assert told["worries"] == ["direction", "no_time"]
    assert mine.patch("/me", {"headline": "Weaver"}).json["worries"] == ["direction", "no_time"]
    connected(member, other)
    seen = program(other).get(f"/people/{member.public_id}").json
    assert "worries" not in seen
    wrong = mine.patch("/me", {"worries": ["boredom"]})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "worries.0")
    assert mine.patch("/me", {"worries": []}).json["worries"] == []


def test_what_one_is_glad_to_be_asked_about_is_sent_as_a_whole(program):
    member = a_member()
    mine = program(member)
    exporting = {"topic": "Exporting", "ways": ["call", "text", "call"], "minutes": 30}
    told = mine.patch("/me", {"advice": [exporting, {"topic": "Pricing"}], "advice_cap": 5}).json
    pricing = {"topic": "Pricing", "ways": ["text"], "minutes": 15}
    assert told["advice"] == [exporting | {"ways": ["call", "text"]}, pricing]
    assert told["advice_cap"] == 5
    kept = topics_of(member.id)[1].id
    assert mine.patch("/me", {"headline": "Weaver"}).json["advice"] == told["advice"]
    told = mine.patch("/me", {"advice": [pricing | {"minutes": 5}]}).json
    assert told["advice"] == [pricing | {"minutes": 5}]
    assert [row.id for row in topics_of(member.id)] == [kept]
    assert mine.patch("/me", {"advice": [], "advice_cap": 0}).json["advice"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"advice": [{"topic": ""}]}, "advice.0.topic"),
        ({"advice": [{"topic": "x" * 61}]}, "advice.0.topic"),
        ({"advice": [{"topic": "Tax", "ways": []}]}, "advice.0.ways"),
        ({"advice": [{"topic": "Tax", "ways": ["telepathy"]}]}, "advice.0.ways.0"),
        ({"advice": [{"topic": "Tax", "minutes": 20}]}, "advice.0.minutes"),
        ({"advice": [{"topic": str(number)} for number in range(6)]}, "advice"),
        ({"advice_cap": 11}, "advice_cap"),
    ],
)
def test_a_topic_is_as_on_the_page(program, wrong, field):
    answer = program(a_member()).patch("/me", wrong)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_what_is_sent_changes_and_the_rest_stays(program):
    member = a_member("Aoi", "Sato")
    mine = program(member)
    told = mine.patch(
        "/me",
        {
            "headline": "  Weaver  of  things ",
            "reading": "サトウ アオイ",
            "purposes": ["friends", "growth"],
            "needs": ["Rust", "ラスト", "経理"],
            "visibility": {"headline": "public"},
            "connector": {"on": True},
            "reachable": True,
            "locale": "en",
        },
    ).json
    assert told["headline"] == "Weaver of things"
    assert told["reading"] == "さとう あおい"
    assert told["purposes"] == ["friends", "growth"]
    assert len(told["needs"]) in (2, 3)
    assert told["visibility"]["headline"] == "public"
    assert told["visibility"]["company"] == "matches"
    assert told["connector"]["on"]
    assert (told["given_name"], told["family_name"]) == ("Aoi", "Sato")
    assert mine.get("/me").json == told
    kept = profile_of(db.session.get_one(User, member.id))
    assert kept.is_reachable
    assert kept.is_connector
    assert kept.is_matched


def test_tags_are_told_in_the_callers_language(program):
    mine = program(a_member())
    mine.patch("/me", {"offers": ["会計"]})
    japanese = mine.get("/me", **{"Accept-Language": "ja"}).json["offers"]
    english = mine.get("/me", **{"Accept-Language": "en"}).json["offers"]
    assert len(japanese) == len(english) == 1


WRONG = (
    ({"headline": "x" * 81}, "headline", "at most 80"),
    ({"headline": 5}, "headline", "A text"),
    ({"email": "other@example.org"}, "email", "no such field"),
    ({"offers": ["x" * 41]}, "offers.0", "at most 40"),
    ({"offers": ["!!!"]}, "offers.0", "at least one letter"),
    ({"offers": [f"word{n}" for n in range(11)]}, "offers", "At most 10"),
    ({"purposes": ["money"]}, "purposes.0", "One of these"),
    ({"stance": None}, "stance", "One of these"),
    ({"visibility": {"phone": "public"}}, "visibility", "no such field"),
    ({"visibility": {"headline": "all"}}, "visibility.headline", "One of these"),
    ({"given_name": ""}, "given_name", "at least 1"),
    ({"given_name": "www.example.org"}, "given_name", "cannot be a link"),
    ({"website": "javascript:alert(1)"}, "website", "beginning with https"),
    ({"website": "http://[::1"}, "website", "beginning with https"),
    ({"timezone": "Mars/Olympus"}, "timezone", "no time zone"),
    ({"industry": "alchemy"}, "industry", "no industry"),
    ({"reachable": "yes"}, "reachable", "true or false"),
    ({"connector": True}, "connector", "An object"),
    ([], "", "An object"),
)


@pytest.mark.parametrize(("body", "field", "words"), WRONG, ids=str)
def test_bad_input_is_named_field_by_field(program, body, field, words):
    answer = program(a_member()).patch("/me", body)
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert fault["field"] == field
    assert words in fault["message"]


def test_all_faults_are_told_at_once_and_nothing_changes(program):
    mine = program(a_member("Aoi"))
    answer = mine.patch("/me", {"headline": 1, "company": 2, "given_name": "Rei"})
    assert {fault["field"] for fault in answer.json["errors"]} == {"headline", "company"}
    assert mine.get("/me").json["given_name"] == "Aoi"


def test_a_no_is_told_in_the_callers_language(program):
    mine = program(a_member())
    answer = mine.patch("/me", {"headline": 5}, **{"Accept-Language": "ja"})
    assert answer.json["errors"][0]["message"] == "文字列で指定してください。"


def test_signs_that_no_text_can_hold_are_left_out(program):
    mine = program(a_member())
    assert mine.patch("/me", {"headline": "a\u0000b\u0007c"}).json["headline"] == "abc"


def test_a_member_takes_everything_held_about_them_along(program):
    me, friend, stranger = a_member("Aoi"), a_member("Rei"), a_member("Ken")
    event = an_event()
    an_arrival(a_seat(event, me))
    connected(me, friend)
    blocked(me, stranger)
    told = program(me).get("/me/export").json
    assert told["me"]["email"] == me.email
    assert [place["event"] for place in told["places"]] == [event.public_id]
    assert [line["kind"] for line in told["arrivals"]] == ["in"]
    assert [tie["id"] for tie in told["connections"]] == [friend.public_id]
    assert [person["id"] for person in told["blocked"]] == [stranger.public_id]
    assert told["keys"][0]["name"] == "a program"


def test_what_others_keep_to_themselves_is_not_in_it(program):
    me, other = a_member("Aoi"), a_member("Rei")
    tie = connected(me, other)
    remember(tie, other, Memory(note="a private note"), at=now())
    blocked(other, me)
    answer = program(me).get("/me/export")
    assert "a private note" not in answer.text
    assert (answer.json["connections"], answer.json["blocked"]) == ([], [])


def test_what_one_does_together_with_others_is_in_it_in_ones_own_words(program):
    me, other = a_member("Aoi"), a_member("Rei")
    tie, today = connected(me, other), now().date()
    pair = ask_to_learn(tie, "Read one book on tax.", Rhythm.MONTHLY, by=me, at=now())
    agree_to_learn(pair, "Keep my own books.", by=other, at=now())
    check_in(pair, "The first book is read.", by=me, at=now())
    check_in(pair, "Bought a folder.", by=other, at=now())
    add_task(tie, "Send the list of books", other, today, by=me, at=now())
    db.session.commit()
    told = program(me).get("/me/export").json
    (learning,), (task,) = told["learning"], told["tasks"]
    assert (learning["person"]["id"], learning["state"]) == (other.public_id, "active")
    assert learning["goal"] == "Read one book on tax."
    assert [line["words"] for line in learning["told"]] == ["The first book is read."]
    assert (task["words"], task["mine"], task["taken_at"]) == (
        "Send the list of books",
        False,
        None,
    )
    assert "Keep my own books" not in str(told)
    assert "Bought a folder" not in str(told)
    theirs = program(other).get("/me/export").json
    assert theirs["learning"][0]["goal"] == "Keep my own books."
    assert theirs["tasks"][0]["mine"]


def test_a_no_to_learning_together_looks_like_a_question_to_whoever_asked(program):
    me, other = a_member("Aoi"), a_member("Rei")
    pair = ask_to_learn(
        connected(me, other), "Read one book on tax.", Rhythm.MONTHLY, by=me, at=now()
    )
    db.session.commit()
    before = program(me).get("/me/export").json["learning"]
    leave_pair(pair, by=other, at=now())
    db.session.commit()
    assert program(me).get("/me/export").json["learning"] == before
    assert program(other).get("/me/export").json["learning"][0]["state"] == "declined"


def test_whom_one_is_no_longer_connected_with_is_not_named(program):
    me, other = a_member("Aoi"), a_member("Rei")
    tie = connected(me, other)
    ask_to_learn(tie, "Read one book on tax.", Rhythm.MONTHLY, by=me, at=now())
    add_task(tie, "Send the list of books", me, now().date(), by=me, at=now())
    blocked(other, me)
    db.session.commit()
    told = program(me).get("/me/export").json
    assert told["learning"][0]["person"] is told["tasks"][0]["person"] is None
    assert told["learning"][0]["goal"] == "Read one book on tax."
    assert other.public_id not in str(told)


def test_what_stands_behind_ones_words_is_written_and_read(program):
    member, other = tagged(a_member("Aoi"), Facet.OFFER, "Weaving"), a_member("Rei")
    mine = program(member)
    line = {"kind": "work", "what": "Weaver", "place": "Nishijin", "from_year": 2012}
    told = mine.patch(
        "/me",
        {
            "needs": ["silk"],
            "offers_told": [{"tag": "weaving", "words": "I mend with you."}],
            "needs_told": [{"tag": "silk", "words": "For obi.", "standard": "Undyed."}],
            "evidence": [line, {"kind": "qualification", "what": "Master", "offer": "Weaving"}],
            "statement": "Nothing is thrown away.\n",
            "not_for": "  you need it  tomorrow ",
        },
    ).json
    assert told["offers_told"] == [{"tag": "Weaving", "words": "I mend with you.", "standard": ""}]
    assert told["needs_told"][0]["standard"] == "Undyed."
    assert [each["what"] for each in told["evidence"]] == ["Weaver", "Master"]
    assert told["evidence"][1]["offer"] == "Weaving"
    assert (told["statement"], told["not_for"]) == (
        "Nothing is thrown away.",
        "you need it tomorrow",
    )
    assert mine.get("/me").json == told
    connected(member, other)
    seen = program(other).get(f"/people/{member.public_id}").json
    assert seen["evidence"] == told["evidence"]
    assert seen["statement"] == told["statement"]
    mine.patch("/me", {"visibility": {"offers": "private", "statement": "private"}})
    seen = program(other).get(f"/people/{member.public_id}").json
    assert (seen["evidence"], seen["offers_told"], seen["statement"]) == ([], [], "")
    assert mine.patch("/me", {"evidence": []}).json["evidence"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": [{"kind": "work", "what": "x", "from_year": 2010, "to_year": 2001}]},
        {"evidence": [{"kind": "work", "what": "x", "from_year": 12}]},
        {"evidence": [{"kind": "work", "what": "x"}] * 13},
        {"evidence": [{"kind": "work", "what": ""}]},
        {"statement": "x" * 601},
        {"not_for": "x" * 121},
        {"visibility": {"study_log": "public"}},
        {"visibility": {"evidence": "matching"}},
    ],
)
def test_words_that_will_not_do_change_nothing(program, wrong):
    member = tagged(a_member("Aoi"), Facet.OFFER, "Weaving")
    mine = program(member)
    before = mine.get("/me").json
    assert mine.patch("/me", wrong).status_code == 422
    assert mine.get("/me").json == before


def test_evidence_for_something_one_does_not_offer_is_refused(program):
    mine = program(tagged(a_member("Aoi"), Facet.OFFER, "Weaving"))
    line = {"kind": "work", "what": "Weaver", "offer": "tea"}
    assert mine.patch("/me", {"evidence": [line]}).status_code == 409
    assert mine.patch("/me", {"offers_told": [{"tag": "tea", "words": "x"}]}).status_code == 409
    assert mine.get("/me").json["evidence"] == []
