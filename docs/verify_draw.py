#!/usr/bin/env python3
"""Work a Kizuna draw out again, with nothing but Python's standard library.

    python verify_draw.py draw.json                     a file saved from the page of the draw
    python verify_draw.py https://…/slots/7/draw.json   or its address
    python verify_draw.py draw.json --commitment HEX    compare with what you noted before the draw
    python verify_draw.py draw.json --me NAME           and show one entry

Prints what was checked and ends with 0 if all of it is as it should be, 1 if something is not,
2 if there is nothing to check yet. What it does is described in draw.md beside it.
"""

import argparse
import hashlib
import hmac
import json
import sys
import unicodedata
import urllib.request
from pathlib import Path

ALGORITHM = "kizuna-draw-1"
ALL_LOTS = 1 << 256
WEIGHTS = (1, 2, 3)


class Wrong(Exception):
    """Something in the draw is not as it was promised."""


def key_of(draw):
    """The key of all lots: the seed, with the public value hashed into it where there is one."""
    seed = bytes.fromhex(draw["seed"])
    value = (draw.get("public_value") or {}).get("value") or ""
    value = unicodedata.normalize("NFKC", value).strip()
    return hmac.new(seed, value.encode(), "sha256").digest() if value else seed


def parties_of(entries):
    """People who come alone, and pairs, the smaller name first."""
    by_id = {entry["id"]: entry for entry in entries}
    if len(by_id) != len(entries):
        raise Wrong("A name is in the list twice.")
    parties = []
    for name in sorted(by_id):
        entry, other = by_id[name], by_id.get(by_id[name].get("with"))
        if other is None:
            parties.append([entry])
        elif other.get("with") != name:
            raise Wrong(f"{name} comes with somebody who comes with somebody else.")
        elif name < other["id"]:
            parties.append([entry, other])
    return parties


def place_of(party, key):
    """What the parties are sorted by: the smallest lot first, or the largest u^(1/w) by weights.

    u is 1 minus the lot's share of all lots. Sixth powers keep everything in whole numbers.
    """
    lot = hmac.new(key, party[0]["id"].encode(), "sha256").digest()
    weight = min(entry["weight"] for entry in party)
    if weight not in WEIGHTS:
        raise Wrong(f"{party[0]['id']} has the weight {weight}.")
    root = 6 // weight
    u = ALL_LOTS - int.from_bytes(lot, "big")
    return -(u**root * ALL_LOTS ** (6 - root)), lot


def named_of(parties, slots):
    """The parties that the organizers named, as many as each slot had announced."""
    left = {slot["id"]: slot["nominees"] for slot in slots}
    named = []
    for party in parties:
        first = next((wish for wish in party[0]["wishes"] if wish in left), None)
        if first is None or not all(entry["nominee"] for entry in party):
            continue
        if len(party) <= left[first]:
            left[first] -= len(party)
            named.append(party)
    return named


def seats_of(parties, slots):
    """Everybody's seat: in order, each party in its first wish that has room for all of it."""
    free = {slot["id"]: slot["seats"] for slot in slots}
    seats = {}
    for party in parties:
        if any(entry["waiting"] for entry in party):
            continue
        for wish in party[0]["wishes"]:
            if wish not in free or any(wish not in entry["wishes"] for entry in party):
                continue
            if free[wish] is None or free[wish] >= len(party):
                free[wish] = free[wish] if free[wish] is None else free[wish] - len(party)
                seats.update({entry["id"]: wish for entry in party})
                break
    return seats


def draw_again(draw):
    """The order and the seats as they must be."""
    key = key_of(draw)
    parties = sorted(parties_of(draw["entries"]), key=lambda party: place_of(party, key))
    named = named_of(parties, draw["slots"])
    parties = named + [party for party in parties if party not in named]
    order = [entry["id"] for party in parties for entry in party]
    return order, seats_of(parties, draw["slots"])


def check_promise(draw, commitment=None):
    """The seed and the terms are those that were promised. Raises Wrong."""
    if draw["algorithm"] != ALGORITHM:
        raise Wrong(f"This program knows {ALGORITHM}, not {draw['algorithm']}.")
    if commitment and commitment.strip().lower() != draw["commitment"]:
        raise Wrong("The commitment is not the one you noted.")
    if hashlib.sha256(bytes.fromhex(draw["seed"])).hexdigest() != draw["commitment"]:
        raise Wrong("The seed is not the one that was promised: its SHA-256 is another.")
    if not draw["weighs_losses"] and any(entry["weight"] != 1 for entry in draw["entries"]):
        raise Wrong("Lots have weights although none were announced.")
    if draw["public_value"]["name"] and not draw["public_value"]["value"]:
        raise Wrong("A public value was announced and is missing.")


def check_result(draw):
    """The order and the seats are those that follow. Raises Wrong."""
    order, seats = draw_again(draw)
    if order != draw["order"]:
        pairs = enumerate(zip(order, draw["order"]), 1)  # noqa: B905 -- one may be cut off
        place = next((i for i, (one, other) in pairs if one != other), "the end")
        raise Wrong(f"The order is another, from place {place} on.")
    if seats != draw["seats"]:
        raise Wrong("The order is right, and the seats were given to others.")


def check(draw, commitment=None):
    """Go through everything; returns what was found to be right. Raises Wrong."""
    check_promise(draw, commitment)
    check_result(draw)
    return [
        "The seed is the one that was promised before anybody entered.",
        f"The order of all {len(draw['order'])} entries follows from it.",
        f"All {len(draw['seats'])} seats were given in that order.",
    ]


def read(source):
    """The draw, from a file or an address."""
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=30) as answer:
            return json.load(answer)
    return json.loads(Path(source).read_text(encoding="utf-8"))


def told_of(draw, name):
    """One line about one entry."""
    if name not in draw["order"]:
        return f"{name} is not in this draw."
    place, slot = draw["order"].index(name) + 1, draw["seats"].get(name)
    names = {each["id"]: each["name"] or each["id"] for each in draw["slots"]}
    return f"{name} is number {place}: " + (f"a seat in {names[slot]}." if slot else "no seat.")


def main():
    options = argparse.ArgumentParser(description="Work a Kizuna draw out again.")
    options.add_argument("source", help="draw.json, or its address")
    options.add_argument("--commitment", help="what the page showed before the draw")
    options.add_argument("--me", metavar="NAME", help="the name of one entry")
    wanted = options.parse_args()
    draw = read(wanted.source)
    if not draw.get("seed"):
        print(f"Not drawn yet. Commitment to note: {draw['commitment']}")
        return 2
    try:
        found = check(draw, wanted.commitment)
    except Wrong as wrong:
        print(f"NOT as promised: {wrong}")
        return 1
    except (KeyError, TypeError, ValueError) as error:
        print(f"NOT as promised: the file is incomplete or damaged ({error!r}).")
        return 1
    print("\n".join(found))
    if wanted.me:
        print(told_of(draw, wanted.me))
    return 0


if __name__ == "__main__":
    sys.exit(main())
