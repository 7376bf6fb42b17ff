"""2,000 tickets at two doors each, answers lost and clocks wrong; and an evening of 5,000."""

import http.client
import io
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

import sqlalchemy as sa
from PIL import Image

from app.accounts.models import User
from app.attendance.models import Attempt, Entry
from app.attendance.queries import counts
from app.cli.figures import Figure
from app.events.models import Event
from app.groups.models import Group
from app.kit.clock import now
from app.kit.db import db
from app.kit.qr import qr_png
from app.registrations.models import Registration
from app.registrations.tickets import ticket_hash, token_for
from benchmarks.rig import people, rooms
from benchmarks.rig.devices import Evening, at_once, some_phones
from benchmarks.rig.house import House, seconds_of_cpu, serving
from benchmarks.rig.visitors import Visitor

TICKETS, PEOPLE = 2_000, 5_000
PHONES = (2, 6)
SCANS, PAGES, WARM_UP = 300, 40, 10
SHARE = 0.95
FRAME = (1280, 720)  # pixels, as a phone's film has them


@dataclass(frozen=True)
class Waits:
    """What one phone waited for, one answer after the other, and what it cost; in milliseconds."""

    waits: Sequence[float]
    cpu: float

    @property
    def usual(self) -> float:
        return statistics.median(self.waits)

    @property
    def long(self) -> float:
        return sorted(self.waits)[int(SHARE * (len(self.waits) - 1))]


def measure() -> list[Figure]:
    """The rush at several doors, then one phone at the door of a large evening."""
    with serving() as house:
        host = people.some_members(1)[0]
        group = people.a_group(host)
        visitors = people.browsers([host] * max(PHONES))
        crowd = rooms.a_crowd(PEOPLE, "crowd")
        figures = []
        for number in PHONES:
            figures += _rush(house, _an_evening(group, host, crowd[:TICKETS]), visitors[:number])
        event, names = _an_evening(group, host, crowd)
        rooms.they_come(event, _ids(event)[:TICKETS])
        db.session.commit()
        people.tables_known_to_the_planner()
        return figures + _one_phone(house, event, names, visitors[0])


def _an_evening(group: Group, host: User, crowd: list[int]) -> tuple[Event, list[str]]:
    """An evening that has begun, everybody with a seat; and the names of their registrations."""
    event = people.an_evening(group, host, 1)
    event.slots[0].capacity, event.slots[0].door_fee = None, 0
    event.starts_at = now() - timedelta(minutes=70)
    event.ends_at = now() + timedelta(hours=3)
    placed = rooms.they_register(event, crowd, seated=True)
    names = list(
        db.session.scalars(
            sa.select(Registration.public_id)
            .where(Registration.id.in_(placed))
            .order_by(Registration.id)
        )
    )
    prints = [
        {"id": one, "ticket_hash": ticket_hash(name)}
        for one, name in zip(placed, names, strict=True)
    ]
    db.session.execute(sa.update(Registration), prints)
    db.session.commit()
    people.tables_known_to_the_planner()
    return event, names


def _rush(house: House, held: tuple[Event, list[str]], visitors: Sequence[Visitor]) -> list[Figure]:
    event, names = held
    evening = Evening(house.port, f"/events/{event.slug}/door/records")
    phones = some_phones(visitors, [token_for(name) for name in names], seed=len(visitors))
    db.session.rollback()
    began = perf_counter()
    at_once(evening, phones)
    seconds = perf_counter() - began
    db.session.rollback()
    kept = _kept(event)
    admitted, told = evening.admitted(), evening.answers.values()
    doors = f"{len(visitors)} phones"
    records = sum(evening.sent.values())
    return [
        Figure(f"{doors}: records handed in, again ones too", records / seconds, "per s"),
        Figure(f"{doors}: answers that got lost", evening.lost, "answers"),
        Figure(
            f"{doors}: admitted twice", sum(n > 1 for n in admitted.values()), "people", must_be=0
        ),
        Figure(f"{doors}: never admitted", TICKETS - len(admitted), "people", must_be=0),
        Figure(f"{doors}: here at the end", counts(event)[0], "people", must_be=TICKETS),
        Figure(
            f"{doors}: records lost", len(set(evening.answers) - kept), "records", must_be=0
        ),
        Figure(
            f"{doors}: records with two answers", sum(len(c) > 1 for c in told), "records",
            must_be=0,
        ),
    ]  # fmt: skip


def _one_phone(house: House, event: Event, names: list[str], visitor: Visitor) -> list[Figure]:
    door, live = f"/events/{event.slug}/door", f"/events/{event.slug}/organize/live"
    db.session.rollback()
    fresh = iter(names[TICKETS:])
    smallest = _waits(house, visitor, PAGES, partial(_get, "/healthz"))
    pages = {
        f"door page of {PEOPLE:,} people": door,
        "roster for a phone": f"{door}/roster.json",
        "a name looked up": f"{door}/guests?{urlencode({'q': 'たかはし 12'})}",
        "the evening now": live,
        "who is here, counted": f"{door}/count",
    }
    scans = {
        "scan to answer": lambda: _scan(door, visitor, next(fresh)),
        "record to answer": lambda: _record(door, visitor, next(fresh)),
        "camera frame to answer": lambda: _frame(door, visitor, next(fresh)),
    }
    figures = [
        figure
        for name, ask in scans.items()
        for figure in _figures(name, _waits(house, visitor, SCANS, ask), smallest)
    ]
    for name, path in pages.items():
        waited = _waits(house, visitor, PAGES, partial(_get, path))
        figures += _figures(name, waited, smallest)
    return figures


Request = tuple[str, str, bytes, dict[str, str]]


def _waits(house: House, visitor: Visitor, number: int, ask: Callable[[], Request]) -> Waits:
    """One request after the other, the first few for warming up."""
    line = http.client.HTTPConnection("127.0.0.1", house.port)
    waits, before = [], 0.0
    for n in range(number + WARM_UP):
        if n == WARM_UP:
            before = seconds_of_cpu(house.web)
        method, path, body, headers = ask()
        given = {"Cookie": visitor.cookie, "X-CSRFToken": visitor.csrf, "Accept-Language": "ja"}
        began = perf_counter()
        line.request(method, path, body or None, given | headers)
        answer = line.getresponse()
        told = answer.read()
        waits.append((perf_counter() - began) * 1000)
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path}: {answer.status} {told[:300]!r}")
    cpu = seconds_of_cpu(house.web) - before
    line.close()
    return Waits(waits[WARM_UP:], cpu * 1000 / number)


def _figures(name: str, waited: Waits, smallest: Waits) -> list[Figure]:
    return [
        Figure(name, waited.usual, "ms", waited.usual / smallest.usual, "/healthz"),
        Figure(f"{name}, 95 in 100", waited.long, "ms"),
        Figure(f"{name}, Python CPU", waited.cpu, "ms"),
    ]


def _get(path: str) -> Request:
    return "GET", path, b"", {}


def _scan(door: str, visitor: Visitor, name: str) -> Request:
    fields = {"id": str(uuid4()), "ticket": token_for(name), "csrf_token": visitor.csrf}
    return _script(f"{door}/scans", urlencode(fields).encode(), "application/x-www-form-urlencoded")


def _record(door: str, _visitor: Visitor, name: str) -> Request:
    at = now().isoformat()
    record = (
        f'{{"id": "{uuid4()}", "kind": "in", "ticket": "{token_for(name)}", "occurred_at": "{at}"}}'
    )
    body = f'{{"records": [{record}], "sent_at": "{at}"}}'
    return _script(f"{door}/records", body.encode(), "application/json")


def _frame(door: str, visitor: Visitor, name: str) -> Request:
    """A picture of a film that shows the ticket on a phone held a little askew."""
    edge = uuid4().hex
    fields = {"id": str(uuid4()), "frame": "1", "csrf_token": visitor.csrf}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="frame.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), _picture(name), f"\r\n--{edge}--\r\n".encode()])
    return _script(f"{door}/scans", body, f"multipart/form-data; boundary={edge}")


def _picture(name: str) -> bytes:
    code = Image.open(io.BytesIO(qr_png(f"http://127.0.0.1/t/{token_for(name)}"))).convert("RGB")
    code = code.resize((420, 420)).rotate(7, expand=True, fillcolor=(120, 118, 110))
    sheet = Image.new("RGB", FRAME, (120, 118, 110))
    sheet.paste(code, (430, 140))
    jpeg = io.BytesIO()
    sheet.save(jpeg, "JPEG", quality=80)
    return jpeg.getvalue()


def _script(path: str, body: bytes, kind: str) -> Request:
    return "POST", path, body, {"Content-Type": kind, "X-Requested-With": "door"}


def _ids(event: Event) -> list[int]:
    query = sa.select(Registration.id).where(Registration.event_id == event.id)
    return list(db.session.scalars(query.order_by(Registration.id)))


def _kept(event: Event) -> set[str]:
    """The ids of everything the house has kept of what was handed in."""
    return {
        str(found)
        for kept in (Entry, Attempt)
        for found in db.session.scalars(sa.select(kept.id).where(kept.event_id == event.id))
    }
