"""Why somebody is hard to match, and the map of offers and needs, drawn."""

from app.matching.rules.drawing import SIDE, bars_of, fitting
from app.matching.rules.market import Row, Side, Voice, Why, hard_for


def test_what_is_looked_for_and_offered_by_nobody_is_a_gap():
    assert [Row(1, 1, 1).is_gap, Row(2, 0, 2).is_gap, Row(3, 2, 0).is_gap] == [False, True, False]


def test_no_reason_names_what_the_organizer_may_not_read():
    says = {side: frozenset({number}) for number, side in enumerate(Side)}
    open_ = hard_for(Voice(1, says, frozenset(Side)))
    assert [ground.why for ground in open_.grounds] == [
        Why.NOBODY_OFFERS,
        Why.NOBODY_NEEDS,
        Why.NOBODY_SHARES,
    ]
    half = hard_for(Voice(1, says, frozenset({Side.NEEDS})))
    assert [ground.tags for ground in half.grounds] == [tuple(says[Side.NEEDS])]
    assert [ground.why for ground in hard_for(Voice(1, says)).grounds] == [Why.LITTLE_IN_COMMON]
    assert [ground.why for ground in hard_for(Voice(1)).grounds] == [Why.SAYS_NOTHING]


def test_bars_are_as_long_as_their_figures_and_words_fit_between_them():
    rows = [Row(1, offers=2, needs=8), Row(2, offers=0, needs=4)]
    first, second = bars_of(rows)
    assert first.needs_width == 2 * second.needs_width == 4 * first.offers_width
    assert second.offers_width == 0
    assert first.needs_x + first.needs_width == SIDE
    assert fitting("経" * 30) == "経" * 11 + "…"
    assert fitting("Food") == "Food"
