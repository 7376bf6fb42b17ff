"""The record says the same however its lines arrive; names are found however they are typed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import Kind, Presence, Step, fold, is_called, token_in

EVENING = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def step(number: int, kind: Kind, minutes: int, undoes: int | None = None) -> Step:
    target = UUID(int=undoes) if undoes is not None else None
    return Step(UUID(int=number), kind, EVENING + timedelta(minutes=minutes), target)


@st.composite
def records(draw) -> list[Step]:
    each = st.sampled_from([Kind.IN, Kind.OUT, Kind.UNDO, Kind.WALK_IN])
    kinds = draw(st.lists(each, max_size=8))
    return [
        step(
            number,
            kind,
            draw(st.integers(0, 5)),
            draw(st.integers(0, 8)) if kind == Kind.UNDO else None,
        )
        for number, kind in enumerate(kinds, start=1)
    ]


@given(records().flatmap(lambda steps: st.tuples(st.just(steps), st.permutations(steps))))
def test_the_record_adds_up_to_the_same_in_every_order(pair):
    written, arrived = pair
    assert fold(written) == fold(arrived)


@pytest.mark.parametrize(
    ("steps", "presence", "minutes"),
    [
        ([], Presence.NOT_ARRIVED, None),
        ([step(1, Kind.IN, 3)], Presence.PRESENT, 3),
        ([step(1, Kind.IN, 3), step(2, Kind.OUT, 9)], Presence.LEFT, 3),
        ([step(1, Kind.IN, 3), step(2, Kind.OUT, 9), step(3, Kind.IN, 12)], Presence.PRESENT, 3),
        ([step(1, Kind.IN, 3), step(2, Kind.UNDO, 4, 1)], Presence.NOT_ARRIVED, None),
        ([step(1, Kind.IN, 5), step(2, Kind.IN, 2)], Presence.PRESENT, 2),
        ([step(1, Kind.IN, 2), step(2, Kind.IN, 5), step(3, Kind.UNDO, 6, 1)], Presence.PRESENT, 5),
        (
            [step(1, Kind.IN, 2), step(2, Kind.OUT, 5), step(3, Kind.UNDO, 6, 2)],
            Presence.PRESENT,
            2,
        ),
        ([step(1, Kind.OUT, 2)], Presence.NOT_ARRIVED, None),
    ],
)
def test_entries_add_up_to_where_somebody_is(steps, presence, minutes):
    found = fold(steps)
    first = EVENING + timedelta(minutes=minutes) if minutes is not None else None
    assert (found.presence, found.first_in_at) == (presence, first)


@pytest.mark.parametrize(
    "text",
    [
        "https://kizuna.example/t/abc_-1",
        "https://kizuna.example/t/abc_-1/",
        "https://kizuna.example/t/abc_-1?from=camera",
        "  abc_-1\n",
    ],
)
def test_the_token_is_read_from_an_address_or_on_its_own(text):
    assert token_in(text) == "abc_-1"


@pytest.mark.parametrize("text", ["", "\ud800", "絆", "https://elsewhere.example/t/絆"])
def test_what_is_no_ticket_gives_no_token(text):
    assert token_in(text) == ""


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("高橋", True),
        ("髙橋", True),
        ("髙橋　美咲", True),
        ("タカハシ", True),
        ("ﾀｶﾊｼ", True),
        ("たかはしみ", True),
        ("咲", True),
        ("", True),
        ("田中", False),
        ("takahashi", False),
    ],
)
def test_a_name_is_found_by_kanji_old_or_new_and_by_either_kana(typed, is_found):
    assert is_called(("髙橋美咲", "美咲髙橋", "", "たかはし みさき"), typed) is is_found


@pytest.mark.parametrize("typed", ["anna", "ANNA B", "bergström", "ＢＥＲＧ", "annabergström"])
def test_a_latin_name_is_found_whatever_its_case_width_and_spaces(typed):
    assert is_called(("BergströmAnna", "AnnaBergström", "", ""), typed)


@pytest.mark.parametrize(("name", "typed"), [("辻󠄀愛", "辻"), ("𠮷野", "吉野"), ("大﨑", "大崎")])
def test_rare_forms_are_found_by_the_usual_ones(name, typed):
    assert is_called((name,), typed)
