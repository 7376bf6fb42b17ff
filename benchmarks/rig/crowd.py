"""Synthetic people: interests and skills as communities have them, a few common, many rare."""

import numpy as np
from numpy.random import Generator, default_rng

from app.matching.engine.people import EVERYTHING, Context, Kind, Person, Purpose
from app.matching.engine.pool import Pool
from app.matching.engine.score import World
from app.matching.engine.weights import take_snapshot

INTERESTS, SKILLS, HOBBIES = 2000, 1000, 200


def a_crowd(size: int, seed: int = 1) -> Pool:
    """`size` people of a cross-industry evening, all of whom may meet."""
    dice = default_rng(seed)
    people = tuple(_person(number, dice) for number in range(1, size + 1))
    context = Context(Kind.CROSS_INDUSTRY, topics=frozenset({0, 1, 2}))
    return Pool(people, World(context, take_snapshot(people)))


def _person(number: int, dice: Generator) -> Person:
    purposes = [purpose.value for purpose in Purpose]
    return Person(
        id=number,
        interests=_tags(dice, INTERESTS, int(dice.integers(5, 9))),
        offers=_tags(dice, SKILLS, 3),
        needs=_tags(dice, SKILLS, 3),
        hobbies=_tags(dice, HOBBIES, 2),
        languages=_tags(dice, 5, 1),
        hometown=int(dice.integers(47)),
        school=int(dice.integers(300)),
        occupation=int(dice.integers(100)),
        industry=int(dice.integers(30)),
        purposes=frozenset(dice.choice(purposes, 2).tolist()),
        shown=EVERYTHING,
    )


def _tags(dice: Generator, of: int, count: int) -> frozenset[int]:
    """`count` of `of` tags, the nth drawn 1/n as often as the first (Zipf)."""
    odds = 1 / np.arange(1, of + 1)
    return frozenset(dice.choice(of, count, replace=False, p=odds / odds.sum()).tolist())
