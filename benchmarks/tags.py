"""How many spellings of one thing become one tag, across scripts, and whether any goes astray."""

import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from pathlib import Path

from app.cli.figures import Figure
from app.profiles.rules import tag_key
from app.profiles.vocabulary import concept_called, concepts

GROUPS = Path(__file__).parent.parent / "tests/profiles/spellings/sudachi_it_groups_half.tsv"
ROUNDS = 5

Meaning = Callable[[str], Hashable]
Groups = Sequence[Sequence[str]]


def measure() -> list[Figure]:
    """Spellings of foreign groups, the first of each taken as known, beside two simpler ways."""
    groups = groups_in(GROUPS)
    found = share_found(groups, meaning)
    return [
        Figure("tags: spellings found", found, "%", share_found(groups, folded), "NFKC, casefold"),
        Figure("tags: spellings found, as written", share_found(groups, str), "%"),
        Figure("tags: across scripts", share_found(across(groups), meaning), "%"),
        Figure("tags: wrong merges", len(wrong_merges(groups)), "pairs", must_be=0),
        Figure("tags: a key", _microseconds(groups), "µs/tag"),
        Figure("tags: concepts shipped", len(concepts()), "concepts"),
    ]


def groups_in(path: Path) -> Groups:
    """A file's groups: a number, a tab, spellings of one thing with "|" between them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[1].split("|") for line in lines if "\t" in line]


def meaning(spelling: str) -> Hashable:
    """What a spelling becomes here: a concept that is shipped, else a tag by its key."""
    concept = concept_called(spelling)
    return concept.slug if concept else ("coined", tag_key(spelling))


def folded(spelling: str) -> Hashable:
    """The simpler way, to compare with."""
    return unicodedata.normalize("NFKC", spelling).casefold()


def across(groups: Groups) -> Groups:
    """Each word in katakana with the next one in Latin letters, where a group has both."""
    pairs = []
    for group in groups:
        kana = [word for word in group if all("ァ" <= sign <= "ー" for sign in word)]
        latin = [word for word in group if word.isascii() and len(word) >= 4]
        pairs += [[kana[0], latin[0]]] if kana and latin else []
    return pairs


def share_found(groups: Groups, means: Meaning) -> float:
    """How many of a hundred spellings mean the same as the first of their group."""
    found = [means(word) == means(group[0]) for group in groups for word in group[1:]]
    return 100 * sum(found) / len(found)


def wrong_merges(groups: Groups) -> list[tuple[str, str]]:
    """Words of two groups that become one tag, but for words that both groups hold."""
    owners: dict[Hashable, dict[int, str]] = defaultdict(dict)
    held: dict[Hashable, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for word in group:
            owners[meaning(word)][number] = word
            held[folded(word)].add(number)
    return [
        (one, other)
        for words in owners.values()
        for (a, one), (b, other) in combinations(words.items(), 2)
        if not any({a, b} <= numbers for numbers in held.values())
    ]


def _microseconds(groups: Groups) -> float:
    words = [word for group in groups for word in group]
    began = time.perf_counter()
    for _round in range(ROUNDS):
        for word in words:
            tag_key(word)
    return 1e6 * (time.perf_counter() - began) / (ROUNDS * len(words))
