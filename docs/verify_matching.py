#!/usr/bin/env python3
"""Work Kizuna's lists and rounds out again, with nothing but Python's standard library.

    ./kizuna export-matching EVENT > export.json
    python verify_matching.py export.json

Every score on a list, every reason, every rule, and what the rounds are worth, from the formulas of
matching.md beside it. Prints what was checked and ends with 0 if all of it is as it should be,
1 if something is not.
"""

import json
import math
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

TOLERANCE = 0.06
KINDS = {"interests": "interest", "hobbies": "hobby", "languages": "language"}
SINGLE = ("school", "hometown", "occupation")


class Evening:
    """One export, read once."""

    def __init__(self, export):
        self.export = export
        self.people = {it["id"]: it for it in export["members"]}
        self.terms = export["params"]["terms"]
        self.weights = export["weights"]
        self.purposes = {(p, q): value for p, q, value in export["params"]["purposes"]}
        self.apart = {frozenset(pair) for pair in export["blocks"]}
        self.met = {frozenset(pair) for pair in export["met"]}
        self.known = {}
        for person, contact, strength in export["contacts"]:
            self.known.setdefault(person, {})[contact] = strength

    def tags(self, one, facet):
        value = one[facet]
        return set(value) if isinstance(value, list) else {value} - {None}

    def shared(self, a, b):
        total = 0.0
        for facet, factor in self.export["params"]["facets"].items():
            kind = KINDS.get(facet, facet)
            for tag in self.tags(a, facet) & self.tags(b, facet):
                total += factor * self.weights.get(f"{kind}:{tag}", 1.0)
        return total / (total + 1.0)

    def help(self, a, b):
        amount = sum(
            self.weights.get(f"skill:{tag}", 1.0) for tag in set(a["needs"]) & set(b["offers"])
        )
        return amount / (amount + 0.5)

    def purpose(self, a, b):
        found = (self.purposes.get((p, q), 0.0) for p in a["purposes"] for q in b["purposes"])
        return max(found, default=0.0)

    def industry(self, a, b):
        if a["industry"] is None or b["industry"] is None:
            return 0.0
        return float((a["industry"] != b["industry"]) == self.export["event"]["mixes_industries"])

    def topic(self, a, b):
        topics = set(self.export["event"]["topics"])
        covered = [len(topics & set(it["interests"])) for it in (a, b)]
        return min(covered) / len(topics) if topics else 0.0

    def route(self, a, b):
        mine, theirs = self.known.get(a["id"], {}), self.known.get(b["id"], {})
        degrees = self.export["degrees"]
        total = sum(
            math.sqrt(mine[who] * theirs[who]) / math.log(2 + degrees.get(str(who), 0))
            for who in mine.keys() & theirs.keys()
        )
        return total / (total + 1.0)

    def score(self, one, other):
        a, b = self.people[one], self.people[other]
        get, give = self.help(a, b), self.help(b, a)
        values = {
            "shared": self.shared(a, b),
            "help": (get + give) / 2,
            "mutual": 2 * get * give / (get + give) if get and give else 0.0,
            "purpose": self.purpose(a, b),
            "industry": self.industry(a, b),
            "topic": self.topic(a, b),
            "route": self.route(a, b),
        }
        return 100 * sum(self.terms[term] * value for term, value in values.items())

    def is_allowed(self, one, other):
        a, b = self.people[one], self.people[other]
        event = self.export["event"]
        unwanted = any(
            x["seller"] and (event["no_sales"] or not y["accepts_sales"])
            for x, y in ((a, b), (b, a))
        )
        speaks = event["language"] is None or all(
            event["language"] in it["languages"] for it in (a, b)
        )
        out = a["opt_out"] or b["opt_out"]
        return (
            one != other
            and speaks
            and not (out or unwanted or frozenset((one, other)) in self.apart)
        )

    def is_true(self, reason, one, other):
        """Whether what a reason says is so of both profiles."""
        a, b = self.people[one], self.people[other]
        kind, _, tag = reason["tag"].partition(":")
        if kind in ("get", "give"):
            needs, offers = (a, b) if kind == "get" else (b, a)
            number = int(tag.rpartition(":")[2])
            return number in needs["needs"] and number in offers["offers"]
        mine, _, theirs = tag.partition("+")
        theirs = theirs or mine
        if kind == "contact":
            return all(int(mine) in self.known.get(it, {}) for it in (one, other))
        if kind == "purposes":
            return mine in a["purposes"] and theirs in b["purposes"]
        facet = next((name for name, short in KINDS.items() if short == kind), kind)
        return int(mine) in self.tags(a, facet) and int(theirs) in self.tags(b, facet)


def faults_of_lists(evening):
    """What is wrong with the lists, one sentence each."""
    for viewer, row in evening.export["suggestions"].items():
        for it in row:
            yield from faults_of_pair(evening, int(viewer), it["id"])
            yield from faults_of_points(evening, int(viewer), it)


def faults_of_pair(evening, one, other):
    if not evening.is_allowed(one, other):
        yield f"{one} and {other} must not be brought together."
    if frozenset((one, other)) in evening.met:
        yield f"{one} and {other} have met or said no."


def faults_of_points(evening, one, told):
    name, score = f"{one} and {told['id']}", evening.score(one, told["id"])
    if abs(score - told["score"]) > TOLERANCE:
        yield f"The score of {name} should be {score:.2f}."
    if abs(sum(reason["points"] for reason in told["reasons"]) - told["score"]) > TOLERANCE:
        yield f"The reasons of {name} do not sum to their score."
    for reason in told["reasons"]:
        if not evening.is_true(reason, one, told["id"]):
            yield f"{reason['tag']} is not true of {name}."


def faults_of_rounds(evening):
    """What is wrong with the rounds: the same."""
    for number, tables in enumerate(evening.export["rounds"], start=1):
        seats = Counter(it for table in tables for it in table)
        yield from (f"{it} sits twice in round {number}." for it, n in seats.items() if n > 1)
        for table in tables:
            for pair in combinations(table, 2):
                if frozenset(pair) in evening.apart:
                    yield f"{pair[0]} and {pair[1]} must not sit together, in round {number}."


def worth_of_rounds(evening):
    """Points of first meetings, and how many pairs meet again."""
    pairs = [
        frozenset(pair)
        for tables in evening.export["rounds"]
        for table in tables
        for pair in combinations(table, 2)
    ]
    met = set(pairs)
    known = [pair for pair in met if pair <= evening.people.keys()]
    return sum(evening.score(*sorted(pair)) for pair in known), len(pairs) - len(met)


def main(path):
    export = json.loads(Path(path).read_text())
    if export.get("schema") != "match-export/1":
        print("This is no match-export/1.")
        return 1
    evening = Evening(export)
    faults = [*faults_of_lists(evening), *faults_of_rounds(evening)]
    print("\n".join(faults))
    shown = Counter(it["id"] for row in export["suggestions"].values() for it in row)
    listed = sum(map(len, export["suggestions"].values()))
    print(f"{listed} suggestions for {len(export['suggestions'])} people, worked out again.")
    if shown:
        fewest = min(shown[int(it)] for it in export["suggestions"])
        print(f"Shown to {fewest} at least, to {max(shown.values())} at most.")
    total, again = worth_of_rounds(evening)
    print(f"{len(export['rounds'])} rounds worth {total:.2f} points; {again} pairs meet again.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
