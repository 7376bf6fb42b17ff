"""Whatever is written is found, however it is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.search import any_of, folded, vector, wanted

KATAKANA = st.text("アイウカキクサシスタチツー", max_size=12)
ANY = st.text(max_size=60)


def spelled(text: str) -> list[str]:
    return [want.spelled() for want in wanted(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＲＵＳＴ", "rust"),
        ("ｻｰﾊﾞｰ", "サーバー"),
        ("サーバー", "サーバ"),
        ("さーばー", "サーバ"),
        ("らすと", "ラスト"),
        ("Ｃａｆé", "CAFE"),
        ("２０２６", "2026"),
        ("霞ヶ関", "霞ケ関"),
        ("か\u3099", "ガ"),
        ("㈱", "(株)"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert folded(one) == folded(other)


def test_a_bar_is_not_cut_short():
    assert folded("バー") == "バー"
    assert folded("サーバーを") == "サーバヲ"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Rust入門", ["'rust':* & '入門'"]),
        ("食", ["'食'"]),
        ("C++ C# R", ["'c++':*", "'c#':*", "'r'"]),
        ("M&A", ["'m&a':*"]),
        ("朝　活", ["'朝'", "'活'"]),
        ("「朝活 会」", ["'朝活' <2> '会'"]),
        ('"deep learning"', ["'deep' <1> 'learning'"]),
        ("talks", ["'talk':*"]),
        ("!&|():*'\\", []),
    ],
)
def test_a_question_says_what_it_wants(text, question):
    assert spelled(text) == question


def test_weights_and_places_stand_in_the_vector():
    assert vector((("朝活 talks", "A"), ("talk", "D"))) == (
        "'朝':1A '朝活':1A '活':2A 'talk':3A,5D"
    )


def test_a_very_long_question_asks_for_a_dozen_things_at_most():
    assert len(wanted("a b " * 1000)) == 12


def test_a_very_long_text_stays_within_what_postgresql_holds():
    assert len(vector((("絆" * 50_000 + "x" * 50_000, "D"),))) < 1_000_000


@given(KATAKANA)
def test_either_kana_asks_the_same(text):
    hiragana = "".join(chr(ord(sign) - 0x60) if sign != "ー" else sign for sign in text)
    assert spelled(hiragana) == spelled(text)


@given(st.text("会議室朝活勉強東京都", min_size=1, max_size=20), st.data())
def test_every_piece_of_a_text_without_spaces_is_found(text, data):
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    written = {entry.split("'")[1] for entry in vector(((text, "A"),)).split(" ")}
    (want,) = wanted(text[begin:end])
    assert {word for word, _distance in want.lexemes} <= written


@given(st.lists(ANY, max_size=4))
def test_any_question_can_be_spelled(texts):
    assert any_of(wanted(" ".join(texts))).count("'") % 2 == 0
