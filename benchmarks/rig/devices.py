"""Phones at a door: they send what they wrote down, lose answers, and send it again."""

import http.client
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.kit.clock import now
from benchmarks.rig.visitors import Visitor

LOST = 0.3  # of all answers
LARGEST_BATCH = 60
DAYS_OFF = 3


@dataclass
class Phone:
    """One phone: the tickets it is shown, whether it is out of reach, how wrong its clock is."""

    visitor: Visitor
    tickets: Sequence[str]
    seed: int
    is_offline: bool = False
    skew: timedelta = timedelta(0)


@dataclass
class Evening:
    """What all phones together were told, by the id of each record."""

    port: int
    path: str
    whose: dict[str, str] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lost: int = 0
    sent: Counter[str] = field(default_factory=Counter)

    def admitted(self) -> Counter[str]:
        """How often each ticket was told to come in."""
        welcome = (self.whose[name] for name, codes in self.answers.items() if "OK" in codes)
        return Counter(welcome)


def at_once(evening: Evening, phones: Sequence[Phone]) -> None:
    """Let all phones work until each has got an answer to everything."""
    faults: list[BaseException] = []

    def work(phone: Phone) -> None:
        try:
            _work(evening, phone)
        except BaseException as fault:  # told to whoever waits for the threads
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def some_phones(visitors: Sequence[Visitor], tickets: Sequence[str], seed: int) -> list[Phone]:
    """Every ticket is shown at two doors; every other phone is out of reach, its clock days off."""
    dice, number = Random(seed), len(visitors)
    shown: list[list[str]] = [[] for _ in visitors]
    for ticket in tickets:
        for door in dice.sample(range(number), 2):
            shown[door].append(ticket)
    for mine in shown:
        dice.shuffle(mine)
    return [
        Phone(
            visitor,
            shown[n],
            seed=seed * 100 + n,
            is_offline=n % 2 == 1,
            skew=timedelta(hours=dice.randint(-24 * DAYS_OFF, 24 * DAYS_OFF)) * (n % 2),
        )
        for n, visitor in enumerate(visitors)
    ]


def _work(evening: Evening, phone: Phone) -> None:
    dice = Random(phone.seed)
    records = [_record(phone, ticket, dice) for ticket in phone.tickets]
    evening.whose |= {
        str(record["id"]): ticket for record, ticket in zip(records, phone.tickets, strict=True)
    }
    batches = _batches(records, dice) if phone.is_offline else [[record] for record in records]
    line = http.client.HTTPConnection("127.0.0.1", evening.port)
    while batches:
        answer = _hand_in(line, evening, phone, batches[0])
        if dice.random() < LOST:
            evening.lost += 1
            dice.shuffle(batches)  # whatever comes next: the queue has no order it relies on
            continue
        for told in answer:
            evening.answers[told["id"]].add(told["code"])
        batches.pop(0)
    line.close()


def _hand_in(
    line: http.client.HTTPConnection,
    evening: Evening,
    phone: Phone,
    batch: list[dict[str, object]],
) -> list[dict[str, str]]:
    """Send one batch and read what is told, whether or not the phone gets to see it."""
    evening.sent.update(str(record["id"]) for record in batch)
    body = json.dumps({"records": batch, "sent_at": _told(phone.skew)})
    headers = {
        "Cookie": phone.visitor.cookie,
        "X-CSRFToken": phone.visitor.csrf,
        "Content-Type": "application/json",
    }
    line.request("POST", evening.path, body, headers)
    answer = line.getresponse()
    told = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{answer.status}: {told[:300]!r}")
    results: list[dict[str, str]] = json.loads(told)["results"]
    for result in results:
        # Also what the phone never sees must be the same as what it is told later.
        evening.answers[result["id"]].add(result["code"])
    return results


def _record(phone: Phone, ticket: str, dice: Random) -> dict[str, object]:
    ago = timedelta(minutes=dice.randint(1, 60)) if phone.is_offline else timedelta(0)
    return {
        "id": str(UUID(int=dice.getrandbits(128), version=4)),
        "kind": "in",
        "ticket": ticket,
        "occurred_at": _told(phone.skew - ago),
        "offline": phone.is_offline,
        "device": f"door {phone.seed}",
    }


def _batches(records: list[dict[str, object]], dice: Random) -> list[list[dict[str, object]]]:
    """What was written down, in portions of any size and in no order, some of it twice."""
    batches, rest = [], list(records)
    while rest:
        size = dice.randint(1, LARGEST_BATCH)
        batches.append(rest[:size])
        rest = rest[size:]
    batches += dice.choices(batches, k=len(batches) // 3)
    dice.shuffle(batches)
    return batches


def _told(off: timedelta) -> str:
    at: datetime = now() + off
    return at.isoformat()
