"""Of those one should have met, as many are composed as are shown."""

from types import SimpleNamespace

import pytest

from app.matching.queries import missing

SILENT = {2, 3}


@pytest.fixture
def composed(monkeypatch):
    """Each round of composing, by reader; nothing may be said of the silent."""
    rounds = []

    def compose(picked, circle):
        rounds.append({reader: list(picks) for reader, picks in picked.items() if picks})
        return {reader: [said_of(pick) for pick in picks] for reader, picks in picked.items()}

    monkeypatch.setattr(missing, "matches_for_each", compose)
    return rounds


def said_of(pick):
    lines = [] if pick in SILENT else ["They can help with web design."]
    return SimpleNamespace(person=pick, lines=lines, is_grounded=True)


def told(picked):
    found = missing._told(picked, None, 3)
    return {reader: [match.person for match in matches] for reader, matches in found.items()}


def test_what_is_not_shown_is_not_composed(composed):
    assert told({100: [4, 5, 6, 7, 8, 9, 10]}) == {100: [4, 5, 6]}
    assert [made for made in composed if made] == [{100: [4, 5, 6]}]


def test_where_nothing_may_be_said_of_the_best_one_looks_further_for_that_reader_alone(composed):
    found = told({100: [1, 2, 3, 4, 5, 6, 7], 200: [4, 5, 6, 7], 300: []})
    assert found == {100: [1, 4, 5], 200: [4, 5, 6], 300: []}
    assert composed[:2] == [{100: [1, 2, 3], 200: [4, 5, 6]}, {100: [4, 5, 6]}]
    assert not any(composed[2:])


def test_of_a_list_that_is_too_short_everybody_is_shown(composed):
    assert told({100: [1, 2], 200: []}) == {100: [1], 200: []}
    assert told({}) == {}
