import re

import pytest

from app.kit.markdown import to_html


def test_people_write_headings_lists_links_and_tables():
    html = to_html("# Title\n\n- **one**\n- [site](https://example.org)\n\n|a|b|\n|-|-|\n|1|2|")
    assert "<h3>Title</h3>" in html
    assert "<li><strong>one</strong></li>" in html
    assert 'href="https://example.org"' in html
    assert 'rel="nofollow ugc noopener"' in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,<script>)",
        "[a](vbscript:x)",
        "![x](https://evil.example/pixel.png)",
        '<a href="https://x" onclick="y">z</a>',
        "<iframe src=//evil.example></iframe>",
        "<svg onload=alert(1)>",
        '[x](https://a.example"onmouseover="alert(1))',
        "<style>*{display:none}</style>",
    ],
)
def test_what_could_hurt_is_text_or_gone(source):
    html = to_html(source).lower()
    for tag in ("<script", "<img", "<iframe", "<svg", "<style"):
        assert tag not in html
    for scheme in ("javascript:", "data:", "vbscript:"):
        assert f'href="{scheme}' not in html
    assert not re.search(r"<[^>]*\son\w+=", html)


def test_headings_stand_below_the_pages_own():
    html = to_html("# a\n## b\n### c\n#### d")
    assert "<h1>" not in html
    assert "<h2>" not in html


def test_stars_beside_japanese_signs_make_bold():
    html = to_html("ひとつの**「困りごと」**を持ち寄る**夜**。2 * 3 * 4、*「声」*も")
    assert "ひとつの<strong>「困りごと」</strong>を持ち寄る<strong>夜</strong>。" in html
    assert "2 * 3 * 4" in html
    assert "<em>「声」</em>も" in html
