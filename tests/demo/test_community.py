"""The demonstration community is written by hand; these keep it true to itself."""

import csv
import random
import tomllib
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

import app.demo
from app.profiles.rules import clean_tag, tag_key
from app.profiles.traits import Purpose, Stance
from app.profiles.vocabulary import concept_called, concepts_by_slug, industries

COMMUNITY = Path(app.demo.__file__).parent / "community"
THIN = {"shinichi.oikawa", "fujimoto", "sayaka.tsutsumi", "tadashi.murai", "kate.morrison"}
STATES = {"confirmed", "waitlisted", "cancelled"}
NOTICES = {"7d", "3d", "24h", "3h", "any"}
FIELDS = {"email", "phone", "website"}


@cache
def table(name):
    with (COMMUNITY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@cache
def document(name):
    return tomllib.loads((COMMUNITY / name).read_text(encoding="utf-8"))


@cache
def members():
    return {row["key"]: row for row in table("members.tsv")}


@cache
def events():
    return {event["slug"]: event for event in document("events.toml")["events"]}


@cache
def groups():
    return {group["slug"]: group for group in document("groups.toml")["groups"]}


def listed(row, column):
    return [item for item in row[column].split("|") if item]


def help_between(one, other):
    one, other = members()[one], members()[other]
    return set(listed(one, "needs")) & set(listed(other, "offers")) or set(
        listed(other, "needs")
    ) & set(listed(one, "offers"))


def coming(slug, state="confirmed"):
    rows = table("registrations.tsv")
    return [row["member"] for row in rows if (row["event"], row["state"]) == (slug, state)]


def came(slug):
    rows = table("registrations.tsv")
    return {r["member"] for r in rows if r["event"] == slug and r["attendance"] == "came"}


@pytest.mark.parametrize("name", [path.name for path in sorted(COMMUNITY.glob("*.tsv"))])
def test_every_row_has_every_column(name):
    assert table(name)
    for row in table(name):
        assert None not in row
        assert None not in row.values()


def test_a_hundred_and_fifty_people_in_two_languages():
    locales = Counter(row["locale"] for row in members().values())
    assert len(members()) == len(table("members.tsv")) == 150
    assert locales.keys() == {"ja", "en"}
    assert locales["en"] == 31


def test_rare_and_one_part_names_are_among_them():
    names = "".join(row["family_name"] + row["given_name"] for row in members().values())
    assert all(sign in names for sign in ("髙", "﨑", "𠮷", "辻\U000e0100", "德", "濵", "栁"))
    assert sum(not (r["family_name"] and r["given_name"]) for r in members().values()) >= 3


def test_keys_are_local_parts_of_addresses():
    for key in members():
        assert key.isascii()
        assert key == key.lower()
        assert key.replace(".", "").isalpha()


def test_readings_are_hiragana():
    for row in members().values():
        signs = set(row["reading"]) - set(" ー")
        assert all("HIRAGANA" in unicodedata.name(sign) for sign in signs), row["key"]


@pytest.mark.parametrize("facet", ["hobbies", "learning", "interests", "offers", "needs"])
def test_every_tag_is_a_concept_or_marked_as_free(facet):
    for row in members().values():
        tags = listed(row, facet)
        assert len(set(tags)) == len(tags), row["key"]
        for tag in tags:
            if tag.startswith("+"):
                assert clean_tag(tag[1:]) == tag[1:]
                assert tag_key(tag)
                assert concept_called(tag[1:]) is None, tag
            else:
                assert tag in concepts_by_slug(), (row["key"], tag)


def test_everyone_offers_and_needs_something_except_five_thin_profiles():
    for row in members().values():
        if row["key"] in THIN:
            assert not (listed(row, "offers") and listed(row, "needs"))
            continue
        assert 3 <= len(listed(row, "interests")) <= 6, row["key"]
        assert 1 <= len(listed(row, "offers")) <= 4, row["key"]
        assert 1 <= len(listed(row, "needs")) <= 4, row["key"]
        assert row["headline"]
        assert row["occupation"]


def test_nobody_needs_what_they_offer():
    for row in members().values():
        assert not set(listed(row, "offers")) & set(listed(row, "needs")), row["key"]


def test_codes_are_those_of_the_product():
    fields = {industry.code for industry in industries()}
    for row in members().values():
        assert row["industry"] in fields
        assert {*listed(row, "purposes")} <= {*Purpose}
        assert row["stance"] in {*Stance}
        assert {row["reachable"], row["connector"]} <= {"yes", "no"}
        assert {*listed(row, "groups")} <= groups().keys()
        assert listed(row, "groups")
        assert listed(row, "languages")
    assert {row["industry"] for row in members().values()} == fields


def test_some_sell_some_may_be_reached_and_some_connect():
    count = Counter(row["stance"] for row in members().values())
    assert count["selling"] == 6
    assert sum(row["reachable"] == "yes" for row in members().values()) == 90
    assert 40 <= sum(row["connector"] == "yes" for row in members().values()) <= 50


def test_an_evening_of_forty_gives_almost_everyone_somebody_to_help():
    lot = random.Random(1)
    people = sorted(members().keys() - THIN)
    helped = alone = 0
    for _ in range(50):
        evening = lot.sample(people, 40)
        for person in evening:
            found = any(help_between(person, other) for other in evening if other != person)
            helped, alone = helped + found, alone + (not found)
    assert alone / (helped + alone) < 0.002


@pytest.mark.parametrize("slug", [*events()])
def test_everyone_at_an_event_has_somebody_to_help(slug):
    there = came(slug) or coming(slug)
    for person in set(there) - THIN:
        assert any(help_between(person, other) for other in there if other != person), person


def test_groups_disclose_who_runs_them():
    assert {group["kind"] for group in groups().values()} == {"cross_industry", "study_group"}
    for group in groups().values():
        assert {group["owner"], *group["organizers"]} <= members().keys()
        card = group["disclosure"]
        assert all(card[field] for field in ("host", "since", "commercial", "sponsor"))
        assert card["stance"] in {*Stance}
        for key in (group["owner"], *group["organizers"]):
            assert group["slug"] in listed(members()[key], "groups")


def test_a_dozen_events_one_of_them_today():
    days = sorted(event["day"] for event in events().values())
    assert len(days) == 12
    assert days[0] < -200
    assert days[-1] <= 42
    assert days.count(0) == 1
    for event in events().values():
        assert event["group"] in groups()
        assert event["opens"] < event["day"]
        assert event["title"]
        assert event["summary"]
        assert event["description"]
        assert event["place"]["name"]
        assert event["place"]["address"]
        assert 12 <= sum(slot["capacity"] for slot in event["slots"]) <= 40
        assert ("starts_in" in event) == (event["day"] == 0)


def test_registrations_name_people_events_and_slots():
    for row in table("registrations.tsv"):
        event, member = events()[row["event"]], members()[row["member"]]
        assert row["slot"] in {slot["name"] for slot in event["slots"]}
        assert row["state"] in STATES
        assert row["latest_notice"] in NOTICES
        assert row["purpose"] in {*Purpose}
        assert event["group"] in listed(member, "groups")
        assert event["opens"] <= int(row["applied"]) < min(event["day"], 1)
        assert int(member["joined"]) < int(row["applied"])
    pairs = Counter((row["event"], row["member"]) for row in table("registrations.tsv"))
    assert set(pairs.values()) == {1}


def test_attendance_is_known_for_past_events_only():
    for row in table("registrations.tsv"):
        past = events()[row["event"]]["day"] < 0 and row["state"] == "confirmed"
        assert bool(row["attendance"]) == past
        assert row["attendance"] in {"", "came", "no_show"}
        assert bool(row["arrived"]) == bool(row["tables"]) == (row["attendance"] == "came")
        if row["tables"]:
            assert len(listed(row, "tables")) == events()[row["event"]]["rounds"]


def test_no_slot_is_oversold_and_nobody_waits_beside_a_free_seat():
    seats = defaultdict(Counter)
    for row in table("registrations.tsv"):
        seats[row["event"], row["slot"]][row["state"]] += 1
    for event in events().values():
        for slot in event["slots"]:
            taken = seats[event["slug"], slot["name"]]
            assert taken["confirmed"] <= slot["capacity"]
            assert not taken["waitlisted"] or taken["confirmed"] == slot["capacity"]
    assert seats["yokoito-13", "一般"]["waitlisted"] == 4
    assert seats["yokoito-13", "学生・初参加"]["confirmed"] == 4
    assert seats["kanda-18", "一般 / General"]["waitlisted"] == 6


def test_tables_are_small():
    people = Counter()
    for row in table("registrations.tsv"):
        for number, name in enumerate(listed(row, "tables")):
            people[row["event"], number, name] += 1
    assert {*people.values()} <= {3, 4, 5}


def test_people_are_connected_where_both_have_been():
    pairs = Counter()
    for row in table("connections.tsv"):
        assert row["a"] != row["b"]
        assert {row["a"], row["b"]} <= came(row["event"])
        for side in ("a", "b"):
            grants = set(listed(row, f"shared_by_{side}"))
            assert grants <= FIELDS
            assert all(members()[row[side]][field] for field in grants - {"email"})
        pairs[frozenset((row["a"], row["b"]))] += 1
    assert set(pairs.values()) == {1}
    assert 110 <= len(pairs) <= 140


def test_introductions_go_through_a_contact_of_both():
    connected = {frozenset((row["a"], row["b"])) for row in table("connections.tsv")}
    introductions = document("introductions.toml")["introductions"]
    held = [one for one in introductions if "flags" in one]
    assert {one["waits_for"] for one in held} == {"moderator"}
    for one in (each for each in introductions if each not in held):
        asker, connector, target = one["asker"], one["connector"], one.get("target")
        assert frozenset((asker, connector)) in connected
        if target is not None:
            assert frozenset((connector, target)) in connected
            assert frozenset((asker, target)) not in connected
            assert members()[target]["reachable"] == "yes"
        assert members()[connector]["connector"] == "yes"
        assert any(asker in came(slug) for slug in events())
        assert len(one.get("purpose", "")) <= 400
        assert ("waits_for" in one) != ("outcome" in one)
        assert set(one["share"]) | set(one.get("target_shares", [])) <= FIELDS
        for person, field in [(asker, field) for field in one["share"]] + [
            (target, field) for field in one.get("target_shares", [])
        ]:
            assert field == "email" or members()[person][field]
        if "note" in one:
            assert len(one["note"]) >= 20
            assert one["scope"] in {"met_once", "worked_together", "close"}
    stages = Counter(one.get("waits_for") or one["outcome"] for one in introductions)
    assert stages == {
        "connector": 3,
        "target": 2,
        "moderator": 1,
        "both": 1,
        "introduced": 2,
        "expired_target": 1,
    }
    assert {one.get("mode", "person") for one in introductions} == {"person", "need", "connector"}


def test_notes_and_thanks_are_about_contacts():
    met = {frozenset((r["a"], r["b"])): events()[r["event"]] for r in table("connections.tsv")}
    notes = document("notes.toml")
    for word in notes["notes"] + notes["thanks"]:
        event = met[frozenset((word["by"], word.get("about") or word["to"]))]
        assert event["day"] + word["days_after"] < 0
        assert len(word["text"]) <= 400


def test_a_block_keeps_two_apart():
    connected = {frozenset((row["a"], row["b"])) for row in table("connections.tsv")}
    for row in table("blocks.tsv"):
        pair = {row["blocker"], row["blocked"]}
        assert pair <= members().keys()
        assert frozenset(pair) not in connected
        assert not any(pair <= {*coming(slug)} for slug in events() if events()[slug]["day"] >= 0)


def test_thanks_carry_no_links():
    texts = [word["text"] for word in document("notes.toml")["thanks"]]
    assert not any("http" in text or "@" in text for text in texts)
