"""Who has what, as the fast search reads it: in stacks of people in the order of their kinds."""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.matching.engine.columns import WILLING, Columns, Floats, Places, Tokens, starts

# A place on a shelf and a kind are kept in two bytes; and more would not fit where a processor is
# quick.
MOST: Final = 1 << 16
# What so many tokens that most have say of somebody is kept as bits instead of lists.
COMMON: Final = 47


class Stack(NamedTuple):
    """Those who take part, in the order of their kinds; `place` says who stands where.

    Row t of `start` and `people` holds who has token t, and after the tokens who knows each
    contact. Of what very many have, `bit` names a bit of `mask` (else -1), and for those few
    `common` holds the lists. `most` is how strongly a contact is known at most. Kind n stands from
    `first[n]` on: alike in industry, purposes and topics, so far as these count.
    """

    place: Tokens
    kind: NDArray[np.uint16]
    mask: NDArray[np.uint64]
    start: Places
    people: NDArray[np.uint16]
    bit: Tokens
    most: Floats
    first: Places
    industry: Tokens
    sets: Tokens
    topics: Tokens
    flags: Tokens
    begin: Places
    record: Tokens


def stacks_of(crowd: Columns, most: int = MOST) -> list[Stack]:
    """Everybody who takes part, on as few shelves of about one size as can be."""
    willing = np.flatnonzero(crowd.flags & WILLING)
    count = max(1, -(-len(willing) // min(most, MOST)))
    edges = [len(willing) * at // count for at in range(count + 1)]
    return [_stack(crowd, willing[low:high]) for low, high in pairwise(edges)]


def _stack(crowd: Columns, people: Places) -> Stack:
    alike = np.column_stack([crowd.topics, crowd.sets, crowd.industry, crowd.flags])[people]
    kinds, of, sizes = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(of.reshape(-1), kind="stable")
    people, kind = people[order], of.reshape(-1)[order]
    nth = np.zeros(len(crowd.ids), dtype=np.int64)
    nth[people] = np.arange(len(people))
    tokens, having = crowd.has.of(people)
    contacts, knowing = crowd.contacts.of(people)
    having, knowing = nth[having], nth[knowing]
    most = np.zeros(len(crowd.fame))
    np.maximum.at(most, contacts, crowd.strength[crowd.contacts.places(people)])
    bit, mask = _bits(tokens, having, (len(crowd.weight), len(people)))
    listed = bit[tokens] < 0
    rows = np.concatenate([tokens[listed], contacts + len(bit)])
    counts = np.bincount(rows, minlength=len(bit) + len(most))
    who = np.concatenate([having[listed], knowing])[_in_order(rows)]
    topics, sets, industry, flags = np.ascontiguousarray(kinds.T.astype(np.int32))
    return Stack(
        people.astype(np.int32),
        kind.astype(np.uint16),
        mask,
        starts(counts),
        who.astype(np.uint16),
        bit,
        most,
        starts(sizes),
        industry,
        sets,
        topics,
        flags,
        *_records(crowd, people),
    )


def _records(crowd: Columns, people: Places) -> tuple[Places, Tokens]:
    """What each has, tokens and then contacts, side by side; and where each one's begins."""
    tokens, having = crowd.has.of(people)
    contacts, knowing = crowd.contacts.of(people)
    nth = np.zeros(len(crowd.ids), dtype=np.int64)
    nth[people] = np.arange(len(people))
    owners = nth[np.concatenate([having, knowing])]
    whole = np.concatenate([tokens, contacts + len(crowd.weight)])
    record = whole[_in_order(owners)].astype(np.int32)
    return starts(np.bincount(owners, minlength=len(people))), record


def _bits(
    tokens: Tokens, having: Places, shape: tuple[int, int]
) -> tuple[Tokens, NDArray[np.uint64]]:
    """Which bit says of each token that somebody has it; and everybody's bits."""
    counts = np.bincount(tokens, minlength=shape[0])
    common = np.argsort(-counts, kind="stable")[:COMMON]
    common = common[counts[common] > 0]
    bit = np.full(shape[0], -1, dtype=np.int32)
    bit[common] = np.arange(len(common))
    mask = np.zeros(shape[1], dtype=np.uint64)
    has = np.flatnonzero(bit[tokens] >= 0)
    np.bitwise_or.at(mask, having[has], np.uint64(1) << bit[tokens[has]].astype(np.uint64))
    return bit, mask


def _in_order(numbers: Places) -> Places:
    """Their order, equals as they stand; sixteen bits at a time are sorted without comparing."""
    order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    if numbers.max(initial=0) >> 16:
        high = (numbers >> 16).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return order
