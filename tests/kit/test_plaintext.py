"""Markdown as plain text: every word stays, and every link shows where it leads."""

import pytest

from app.kit.plaintext import to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hello **there**, *you* and `me`", "Hello there, you and me"),
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree"),
        ("# Place\nHere", "■ Place\n\nHere"),
        ("- a\n- b\n  - c\n\nEnd", "・a\n・b\n  ・c\n\nEnd"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> said\n> he", "> said\n> he"),
        ("See [the map](https://example.org/m).", "See the map https://example.org/m ."),
        ("<https://example.org>", "https://example.org"),
        ("a\n\n---\n\nb", "a\n\n――――――\n\nb"),
        ("```\ncode  here\n```", "code  here"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("1 * 2 * 3 < 4 & 5", "1 * 2 * 3 < 4 & 5"),
        ("", ""),
    ],
)
def test_markdown_reads_well_without_dress(source, text):
    assert to_text(source).strip() == text


def test_a_link_cannot_hide_where_it_leads():
    assert "https://evil.example" in to_text("[https://bank.example](https://evil.example)")


def test_a_picture_leaves_its_words():
    assert "map" in to_text("![map](https://example.org/map.png)")
