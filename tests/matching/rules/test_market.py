"""Offers against needs, and who finds little: what may be told, and what may not."""

from hypothesis import given
from hypothesis import strategies as st

from app.matching.rules.drawing import SIDE, bars_of, fitting
from app.matching.rules.market import FEWEST, Row, Side, Voice, Why, hard_to_match, market_of

tags = st.frozensets(st.integers(1, 6), max_size=3)
sides = st.frozensets(st.sampled_from(Side))


@st.composite
def rooms(draw, most=12):
    return [
        Voice(
            number,
            {side: draw(tags) for side in Side},
            told=(told := draw(sides)),
            counted=told | draw(sides),
        )
        for number in range(draw(st.integers(0, most)))
    ]


def test_what_is_looked_for_stands_beside_what_is_offered():
    open_ = frozenset(Side)
    voices = [
        Voice(1, {Side.OFFERS: frozenset({1})}, open_, open_),
        Voice(2, {Side.NEEDS: frozenset({1, 2})}, open_, open_),
        Voice(3, {Side.NEEDS: frozenset({2})}, open_, open_),
    ]
    rows = market_of(voices).rows
    assert [(row.tag, row.offers, row.needs) for row in rows] == [(1, 1, 1), (2, 0, 2)]
    assert [row.is_gap for row in rows] == [False, True]


@given(rooms())
def test_nobody_who_hides_something_is_found_out(voices):
    for row in market_of(voices).rows:
        for side, number in ((Side.OFFERS, row.offers), (Side.NEEDS, row.needs)):
            having = [one for one in voices if row.tag in one.says(side)]
            told = sum(side in one.told for one in having)
            assert number == told or number >= FEWEST


@given(rooms(), st.data())
def test_what_is_kept_for_matching_alone_is_in_no_number(voices, data):
    before = market_of(voices)
    changed = [
        Voice(
            one.member,
            {side: one.says(side) if side in one.counted else data.draw(tags) for side in Side},
            one.told,
            one.counted,
        )
        for one in voices
    ]
    assert market_of(changed) == before


@given(rooms())
def test_whoever_is_called_hard_to_match_finds_nobody(voices):
    by_number = {one.member: one for one in voices}
    for hard in hard_to_match(voices):
        me = by_number[hard.member]
        others = [one for one in voices if one is not me]
        assert not any(me.says(Side.NEEDS) & one.says(Side.OFFERS) for one in others)
        assert not any(me.says(Side.INTERESTS) & one.says(Side.INTERESTS) for one in others)
        assert hard.grounds


@given(rooms())
def test_no_reason_names_what_the_organizer_may_not_read(voices):
    by_number = {one.member: one for one in voices}
    for hard in hard_to_match(voices):
        me = by_number[hard.member]
        readable = {tag for side in me.told for tag in me.says(side)}
        assert {tag for ground in hard.grounds for tag in ground.tags} <= readable


def test_who_says_nothing_comes_first():
    voices = [Voice(1, {Side.NEEDS: frozenset({3})}, frozenset(Side), frozenset(Side)), Voice(2)]
    assert [(it.member, it.grounds[0].why) for it in hard_to_match(voices)] == [
        (2, Why.SAYS_NOTHING),
        (1, Why.NOBODY_OFFERS),
    ]


def test_bars_are_as_long_as_their_figures_and_words_fit_between_them():
    rows = [Row(1, offers=2, needs=8), Row(2, offers=0, needs=4)]
    first, second = bars_of(rows)
    assert first.needs_width == 2 * second.needs_width == 4 * first.offers_width
    assert second.offers_width == 0
    assert first.needs_x + first.needs_width == SIDE
    assert fitting("経" * 30) == "経" * 11 + "…"
    assert fitting("Food") == "Food"
