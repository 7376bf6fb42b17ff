"""What a stranger makes up and what a helper gets wrong: every record gets an answer."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from threading import Barrier, get_ident
from uuid import UUID, uuid4

import pytest
from PIL import Image

from app.attendance.models import Entry
from app.attendance.operations import NothingToUndo, Record, Sender, close, receive, undo
from app.attendance.operations.devices import come_in, make_link, revoke
from app.attendance.operations.syncing import _Batch
from app.attendance.passes import pin_of
from app.attendance.queries import attendance_of, counts, flagged
from app.attendance.rules import Code, Flag, Kind
from app.attendance.views.keepers import cookie_name
from app.kit.clock import now
from app.kit.db import db
from app.registrations.tickets import ticket_token, ticket_url
from tests.attendance.doors import a_guest, again, attempt, host, shows_ticket, tonight
from tests.attendance.test_pictures import shown
from tests.factories import a_group
from tests.kit.test_qr import code, frame, stored

SCRIPT = {"X-Requested-With": "door"}
FAR_OFF = (
    "0001-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "1969-12-31T23:59:59Z",
    "2106-02-07T06:28:16+00:00",
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59.999999-14:00",
)


@pytest.fixture
def event(app):
    return tonight()


@pytest.fixture
def keeper(browser, event):
    return browser.sign_in(host(event))


def handed_in(keeper, event, *rows, **given):
    path = f"/events/{event.slug}/door/records"
    return keeper.post(path, json={"records": list(rows)} | given, headers=SCRIPT)


def row(place=None, kind="in", **given):
    usual = {"id": str(uuid4()), "kind": kind, "occurred_at": now().isoformat()}
    if place is not None:
        usual["ticket"] = ticket_token(place)
    return usual | given


@pytest.mark.parametrize("sent_at", [None, *FAR_OFF])
@pytest.mark.parametrize("told", FAR_OFF)
def test_clocks_years_off_let_people_in_at_a_time_that_can_be(keeper, event, told, sent_at):
    place = a_guest(event)
    given = {"sent_at": sent_at} if sent_at else {}
    answer = handed_in(keeper, event, row(place, occurred_at=told, offline=True), **given)
    assert [one["code"] for one in answer.json["results"]] == ["OK"]
    line = db.session.query(Entry).one()
    assert line.occurred_at <= line.received_at
    assert keeper.get(f"/events/{event.slug}/door").status_code == 200
    assert keeper.get(f"/events/{event.slug}/organize/live").status_code == 200
    assert keeper.get(f"/events/{event.slug}/door/checks").status_code == 200


@pytest.mark.parametrize(
    "field",
    [
        {"id": "0" * 32},
        {"id": str(UUID(int=0))},
        {"id": f"{{{UUID(int=1)}}}"},
        {"ticket": "/t/" + "x" * 5000},
        {"ticket": "\u202e/t/\x00\ud800"},
        {"registration": "' OR 1=1 --"},
        {"registration": "💥" * 300},
        {"device": "\x00\u202e" * 60},
        {"undoes": str(UUID(int=0)), "kind": "undo"},
        {"undoes": str(UUID(int=0)), "kind": "undo", "offline": True},
        {"kind": "walk_in", "name": "\u200b"},
        {"kind": "walk_in", "name": "\ud800"},
        {"kind": "walk_in", "name": "👩‍👩‍👧" * 20},
        {"kind": "claim"},
        {"kind": "decline"},
        {"kind": "fee", "registration": "nobody"},
        {"method": "import"},
        {"ticket": ["a"]},
        {"ticket": {"$gt": ""}},
        {"occurred_at": 0},
        {"occurred_at": "2026-13-45T99:99:99Z"},
        {"occurred_at": "2026-01-01"},
        {"id": 7},
        {"kind": None},
    ],
    ids=str,
)
def test_whatever_is_made_up_gets_an_answer_and_lets_nobody_in(keeper, event, field):
    a_guest(event)
    body = json.dumps({"records": [row(**{"ticket": "nothing"} | field)]})
    path = f"/events/{event.slug}/door/records"
    kind = "application/json"
    answer = keeper.post(path, data=body, content_type=kind, headers=SCRIPT)
    assert answer.status_code in (200, 400)
    present, _expected = counts(event)
    assert present == ("👩" in str(field))
    if answer.status_code == 200:
        again_ = keeper.post(path, data=body, content_type=kind, headers=SCRIPT)
        assert again_.json["results"] == answer.json["results"]
    assert keeper.get(f"/events/{event.slug}/door").status_code == 200


def test_the_same_batch_five_times_with_undoing_in_between_ends_as_if_once(event):
    places = [a_guest(event) for _ in range(3)]
    batch = [Record(uuid4(), Kind.IN, now(), ticket=ticket_token(place)) for place in places]
    first = receive(event, batch, Sender(host(event)), at=now())
    told = [result.outcome.code for result in first]
    undo(event, batch[0].id, attempt(), by=host(event), at=now())
    for turn in range(4):
        db.session.commit()
        mixed = batch[turn % 3 :] + batch[: turn % 3]
        results = receive(event, mixed, Sender(host(event)), at=now())
        said = {result.id: result.outcome.code for result in results}
        assert [said[record.id] for record in batch] == told
    assert counts(event) == (2, 3)
    assert not attendance_of(again(places[0])).has_come


def test_an_undo_is_not_undone_and_in_whatever_order_phones_say_so(app):
    answers = set()
    for order in permutations(range(3)):
        event = tonight()
        place = a_guest(event)
        came = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(place), is_offline=True)
        wrong = Record(uuid4(), Kind.UNDO, now(), undoes=came.id, is_offline=True)
        back = Record(uuid4(), Kind.UNDO, now(), undoes=wrong.id, is_offline=True)
        for which in order:
            receive(event, [(came, wrong, back)[which]], Sender(host(event)), at=now())
            db.session.commit()
        answers.add((attendance_of(again(place)).has_come, counts(event)))
    assert answers == {(False, (0, 1))}


def test_at_the_door_there_is_no_undo_of_an_undo(event):
    came = shows_ticket(event, a_guest(event))
    scan = attempt()
    undo(event, came.entry.id, scan, by=host(event), at=now())
    with pytest.raises(NothingToUndo):
        undo(event, scan.id, attempt(), by=host(event), at=now())


def test_a_fee_two_phones_took_out_of_reach_is_kept_twice_and_looked_at(app):
    event = tonight(fee=500)
    place = a_guest(event)
    fees = [
        Record(uuid4(), Kind.FEE, now(), ticket=ticket_token(place), is_offline=True)
        for _phone in range(2)
    ]
    for fee in (*fees, *fees):
        receive(event, [fee], Sender(host(event)), at=now())
        db.session.commit()
    assert db.session.query(Entry).filter_by(kind=Kind.FEE).count() == 2
    assert [line.flags for line in flagged(event)] == [[Flag.PAID_TWICE]]


def test_a_link_ended_in_the_middle_of_a_batch_keeps_what_was_before(event):
    link = make_link(event, "Gate", by=host(event), at=now() - timedelta(hours=1))
    device, _token = come_in(link, pin_of(link.nonce), "Gate", at=now() - timedelta(minutes=50))
    revoke(link, at=now() - timedelta(minutes=20))
    early, late = (a_guest(event) for _ in range(2))
    records = [
        Record(uuid4(), Kind.IN, now() - timedelta(minutes=ago), ticket=ticket_token(place))
        for place, ago in ((early, 30), (late, 10))
    ]
    sender = Sender(device_id=device.id, ended_at=link.revoked_at)
    told = receive(event, [replace(one, is_offline=True) for one in records], sender, at=now())
    assert [result.outcome.code for result in told] == [Code.OK, Code.REJECTED]
    assert counts(event) == (1, 2)


def test_one_phone_keeps_two_doors_and_takes_them_for_each_other_at_neither(browser, app):
    group = a_group()
    doors = [tonight(group), tonight(group)]
    guests = [a_guest(event) for event in doors]
    for event in doors:
        link = make_link(event, "Gate", by=host(event), at=now())
        _device, token = come_in(link, pin_of(link.nonce), "Gate", at=now())
        db.session.commit()
        browser.set_cookie(cookie_name(event.slug), token)
    for event, mine, other in zip(doors, guests, reversed(guests), strict=True):
        names = browser.get(f"/events/{event.slug}/door/roster.json").text
        assert mine.public_id in names
        assert other.public_id not in names
        path = f"/events/{event.slug}/door/scans"
        said = browser.post(path, data={"ticket": ticket_url(other)}, headers=SCRIPT).text
        assert 'data-code="WRONG_EVENT"' in said
    stolen = browser.get_cookie(cookie_name(doors[0].slug)).value
    browser.set_cookie(cookie_name(doors[1].slug), stolen)
    answer = browser.get(f"/events/{doors[1].slug}/door/roster.json")
    assert answer.status_code in (302, 303, 401, 403)


def test_an_evening_closed_while_a_phone_is_out_of_reach_counts_whoever_it_let_in(later, event):
    here, missed, stays_away = (a_guest(event) for _ in range(3))
    shows_ticket(event, here)
    kept = Record(uuid4(), Kind.IN, now(), ticket=ticket_token(missed), is_offline=True)
    db.session.commit()
    later(hours=12)
    close(event, by=host(event), at=now())
    db.session.commit()
    [result] = receive(event, [kept], Sender(host(event)), sent_at=now(), at=now())
    assert result.outcome.code == Code.OK
    assert Flag.AFTER_CLOSE in result.outcome.flags
    assert attendance_of(again(missed)).has_come
    assert not attendance_of(again(stays_away)).has_come


def animated(kind: str, *pictures: Image.Image) -> bytes:
    film = io.BytesIO()
    first, *rest = pictures
    first.save(film, kind, save_all=True, append_images=rest, duration=100)
    return film.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_pictures_that_move_at_most_the_first_counts(keeper, event, kind):
    shown_first, shown_then = (frame(code(ticket_url(a_guest(event)))) for _ in range(2))
    said = shown(keeper, event, animated(kind, shown_first, shown_then))
    assert ('data-code="OK"' if kind != "GIF" else 'data-code="UNREAD"') in said
    assert counts(event)[0] == (kind != "GIF")


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7",
        b"\x00\x00\x00\x18ftypheic",
        b"",
    ],
    ids=["svg", "pdf", "heic", "nothing"],
)
def test_what_is_no_photo_gets_a_sentence(keeper, event, data):
    assert 'data-code="UNREAD"' in shown(keeper, event, data)


def test_a_small_code_of_another_kind_lets_nobody_in(keeper, event):
    import segno

    drawn = io.BytesIO()
    segno.make_micro("12345").save(drawn, kind="png", scale=10, border=4)
    picture = frame(Image.open(drawn).convert("RGB"))
    assert 'data-code="U' in shown(keeper, event, stored(picture))  # unread, or unknown
    assert counts(event)[0] == 0


@pytest.mark.parametrize(
    ("name", "reading", "typed"),
    [
        ("國廣 櫻", "くにひろ さくら", "国広桜"),
        ("渡邉 齋", "わたなべ いつき", "渡辺斎"),
        ("渡邊 學", "わたなべ まなぶ", "渡辺学"),
        ("高橋", "ガッコウ", "ｶﾞｯｺｳ"),
        ("はせがわ", "はせがわ", "ﾊｾｶﾞﾜ"),
        ("ゔぃくとりあ", "ヴィクトリア", "ｳﾞｨｸﾄﾘｱ"),
        ("🐙たこ", "たこ", "🐙"),
        ("José Núñez", "", "NÚÑEZ"),
        ("Ὀδυσσεύς", "", "ὀδυσσεύς"),
    ],
)
def test_a_name_is_found_at_the_door_however_it_is_typed(keeper, event, name, reading, typed):
    place = a_guest(event, family_name=name, given_name="", reading=reading)
    path = f"/events/{event.slug}/door/guests"
    assert place.public_id in keeper.get(path, query_string={"q": typed}).text


@pytest.mark.parametrize("typed", ["%", "_", "\\", "%%%", "'", "\x00", " " * 500])
def test_signs_that_mean_something_to_a_database_find_nobody_by_it(keeper, event, typed):
    a_guest(event, family_name="Okafor", given_name="Ada")
    answer = keeper.get(f"/events/{event.slug}/door/guests", query_string={"q": typed})
    assert answer.status_code == 200
    assert ("Okafor" in answer.text) == (not typed.strip(" \x00"))


def test_times_are_kept_in_one_zone_whatever_the_phone_says(keeper, event):
    place = a_guest(event)
    local = now().astimezone(UTC) + timedelta(hours=14) - timedelta(minutes=5)
    told = f"{local:%Y-%m-%dT%H:%M:%S}+14:00"
    handed_in(keeper, event, row(place, occurred_at=told, offline=True), sent_at=now().isoformat())
    line = db.session.query(Entry).one()
    assert abs(line.occurred_at - (datetime.now(UTC) - timedelta(minutes=5))) < timedelta(minutes=1)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"records":' + b"[" * 100_000])
def test_brackets_without_end_are_no_record(keeper, event, body):
    path = f"/events/{event.slug}/door/records"
    headers = {"Content-Type": "application/json", **SCRIPT}
    assert keeper.post(path, data=body, headers=headers).status_code == 400


def test_one_number_for_two_people_in_one_message_tells_each_what_came_of_it(keeper, event):
    number, places = str(uuid4()), [a_guest(event), a_guest(event)]
    rows = [row(place, id=number, offline=True) for place in places]
    for _time in range(2):
        told = handed_in(keeper, event, *rows).json["results"]
        assert [one["code"] for one in told] == ["OK", "REJECTED"]
    assert counts(event) == (1, 2)


def test_one_number_for_two_people_at_the_same_moment_is_answered_at_once(own_app, monkeypatch):
    event, number = tonight(), str(uuid4())
    path, leader = f"/events/{event.slug}/door/records", host(event)
    rows = [row(a_guest(event), id=number) for _guest in range(2)]
    phones = [own_app.test_client().sign_in(leader) for _row in rows]
    neither_knows, hold, waited = Barrier(2, timeout=90), _Batch.hold, set()

    def hold_together(batch, records) -> None:
        hold(batch, records)
        if get_ident() not in waited:
            waited.add(get_ident())
            neither_knows.wait()

    monkeypatch.setattr(_Batch, "hold", hold_together)

    def hand_in(phone, line) -> tuple[int, str]:
        answer = phone.post(path, json={"records": [line]}, headers=SCRIPT)
        return answer.status_code, answer.json["results"][0]["code"]

    with ThreadPoolExecutor(2) as hands:
        answers = sorted(hands.map(hand_in, phones, rows))
    assert answers == [(200, "OK"), (200, "REJECTED")]


def test_what_takes_back_a_line_still_to_come_by_a_wrong_clock_breaks_no_page(keeper, event):
    place, line = a_guest(event), str(uuid4())
    undo_ = row(kind="undo", undoes=line, offline=True)
    wrong = {"sent_at": (now() + timedelta(hours=9)).isoformat()}
    assert handed_in(keeper, event, undo_, **wrong).json["results"][0]["code"] == "OK"
    assert db.session.query(Entry).one().flags == [Flag.CLOCK_SKEW]
    assert keeper.get(f"/events/{event.slug}/door/checks").status_code == 200
    assert flagged(event) == []
    handed_in(keeper, event, row(place, id=line, offline=True))
    assert [one.registration_id for one in flagged(event)] == [place.id]
