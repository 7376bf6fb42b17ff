"""What templates may say, in both languages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from markupsafe import escape

from app.accounts.names import in_order
from app.kit import clock
from app.web import filters, times

STARTS = datetime(2026, 12, 4, 10, tzinfo=UTC)
ENDS = datetime(2026, 12, 4, 12, tzinfo=UTC)
TOKYO = "Asia/Tokyo"


@dataclass
class Person:
    """Somebody with a name."""

    family_name: str = ""
    given_name: str = ""

    @property
    def full_name(self) -> str:
        return in_order(self.family_name, self.given_name, "")


@pytest.fixture(autouse=True)
def late_november(monkeypatch):
    monkeypatch.setattr(times, "now", lambda: datetime(2026, 11, 20, 3, tzinfo=UTC))


@pytest.fixture
def reader():
    """Speaks with a reader of one language: `with reader("ja"): …`."""
    app = Flask("pages")
    Babel(app, default_locale="en", default_timezone=TOKYO)
    with app.app_context():
        yield force_locale


@pytest.mark.parametrize(
    ("locale", "words"),
    [("ja", "12月4日(金) 19:00–21:00"), ("en", "Fri 4 Dec, 19:00–21:00")],
)
def test_an_evening_is_told_in_its_own_zone(reader, locale, words):
    with reader(locale):
        assert times.span(STARTS, ENDS, TOKYO) == words


@pytest.mark.parametrize(
    ("locale", "words"), [("ja", "2027年12月4日(土)"), ("en", "Sat 4 Dec 2027")]
)
def test_the_year_is_named_when_it_is_another(reader, locale, words):
    with reader(locale):
        assert times.day(STARTS.replace(year=2027), TOKYO) == words


def test_new_year_comes_when_it_comes_at_the_place(reader):
    almost = datetime(2026, 12, 31, 16, tzinfo=UTC)
    with reader("en"):
        assert times.day(almost, TOKYO) == "Fri 1 Jan 2027"
        assert times.day(almost, "Europe/London") == "Thu 31 Dec"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("ja", "12月4日(金) 19:00 – 12月5日(土) 1:00"),
        ("en", "Fri 4 Dec, 19:00 – Sat 5 Dec, 01:00"),
    ],
)
def test_a_night_that_ends_tomorrow_names_both_days(reader, locale, words):
    with reader(locale):
        told = times.span(STARTS, STARTS + timedelta(hours=6), TOKYO)
    assert told == words.replace(" 1:00", " 01:00")


@pytest.mark.parametrize(
    ("locale", "month", "weekday"), [("ja", "12月", "金曜"), ("en", "Dec", "Fri")]
)
def test_a_calendar_leaf_is_in_the_readers_language(reader, locale, month, weekday):
    with reader(locale):
        assert (times.month(STARTS, TOKYO), times.day_number(STARTS, TOKYO)) == (month, 4)
        assert times.weekday(STARTS, TOKYO) == weekday


@pytest.mark.parametrize(("locale", "words"), [("ja", "日本時間"), ("en", "Japan Time")])
def test_a_zone_has_a_name_people_know(reader, locale, words):
    with reader(locale):
        assert times.zone_name(TOKYO) == words


def test_the_reader_is_told_their_own_hour_only_when_it_differs(reader):
    with reader("en"):
        assert not times.is_elsewhere(STARTS, TOKYO)
        assert not times.is_elsewhere(STARTS, "Asia/Seoul")
        assert times.is_elsewhere(STARTS, "Europe/London")


@pytest.mark.parametrize(("locale", "words"), [("ja", "2 週間後"), ("en", "in 2 weeks")])
def test_how_soon_is_said_in_words(reader, locale, words):
    with reader(locale):
        assert times.relative(STARTS) == words


def test_pages_use_the_one_clock():
    assert filters.now is clock.now


@pytest.mark.parametrize(
    ("person", "japanese", "english"),
    [
        (Person("髙橋", "由紀"), "髙橋 由紀さん", "髙橋 由紀"),
        (Person("𠮷田", "蓮"), "𠮷田 蓮さん", "𠮷田 蓮"),
        (Person("Okonkwo", "Emeka"), "Emeka Okonkwoさん", "Emeka Okonkwo"),
        (Person("", "Anna"), "Annaさん", "Anna"),
        (Person("さくら", ""), "さくらさん", "さくら"),
    ],
)
def test_people_are_addressed_as_their_reader_would(reader, person, japanese, english):
    with reader("ja"):
        assert filters.san(person) == japanese
    with reader("en"):
        assert filters.san(person) == filters.name(person) == english


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("髙橋", "髙"),
        ("𠮷田", "𠮷"),
        ("辻\U000e0100本", "辻\U000e0100"),
        ("か\u3099んだ", "か\u3099"),
        (" Anna", "A"),
        ("", "絆"),
    ],
)
def test_the_initial_is_one_whole_character(name, sign):
    assert filters.initial(name) == sign


@pytest.mark.parametrize(
    ("amount", "japanese", "english"), [(1000, "1,000円", "¥1,000"), (500, "500円", "¥500")]
)
def test_money_has_no_decimals(reader, amount, japanese, english):
    with reader("ja"):
        assert filters.yen(amount) == japanese
    with reader("en"):
        assert filters.yen(amount) == english


def test_nothing_to_pay_is_said_in_words(reader):
    with reader("en"):
        assert filters.yen(0) == "Free"


@pytest.mark.parametrize("name", ["Claire Dubois", "Emeka Okonkwo", "Anna Müller", "O'Brien"])
def test_a_name_in_latin_letters_is_not_broken_within(name):
    last = name.split()[-1]
    assert last in filters.phrase(f"{name}さんへの紹介を頼む").unescape()
    assert "<wbr>" in filters.phrase(f"{name}さんへの紹介を頼む")


def test_japanese_titles_break_between_phrases():
    assert "<wbr>" in filters.phrase("地域の仕事と、データの使い方を話す夜")


def test_breaks_change_nothing_but_the_breaks():
    title = "<b>勉強会</b> & 交流会"
    marked = str(filters.phrase(title))
    assert marked.replace("<wbr>", "") == "&lt;b&gt;勉強会&lt;/b&gt; &amp; 交流会"


def test_latin_titles_are_left_alone():
    assert filters.phrase("Tea & talk") == "Tea &amp; talk"


@pytest.mark.parametrize(
    ("text", "tongue"), [("発酵のはなし", "ja"), ("Breakfast", "en"), ("日本", "ja")]
)
def test_text_knows_its_language(reader, text, tongue):
    with reader("ja"):
        assert filters.tongue(text) == tongue


def told(*counts):
    pairs = [(f"{n}", count) for n, count in enumerate(counts)]
    return [(share.label, share.count) for share in filters.shares(pairs, "rest")]


def test_large_groups_are_told_largest_first():
    assert told(5, 9, 7) == [("1", 9), ("2", 7), ("0", 5)]


def test_small_groups_are_told_together():
    assert told(9, 4, 3) == [("0", 9), ("rest", 7)]


def test_a_single_small_group_is_not_given_away_by_subtraction():
    assert told(9, 6, 2) == [("0", 9), ("rest", 8)]


def test_a_few_people_are_not_counted():
    assert told(2, 1) == [("rest", None)]


def test_nobody_is_no_composition():
    assert told() == []


def test_the_parts_make_up_the_whole():
    parts = filters.shares([("a", 9), ("b", 7), ("c", 3), ("d", 3)], "rest")
    assert sum(part.width for part in parts) == pytest.approx(100)


def test_a_letter_breaks_its_heading_between_phrases_and_keeps_what_was_written():
    told = filters.whole_phrases(escape("小林 遥さん、昨夜はありがとうございました <b> & Co."))
    assert '<span class="phrase">ありがとう' in told
    assert told.striptags() == "小林 遥さん、昨夜はありがとうございました <b> & Co."
    assert "<b>" not in told
    assert " </span>" not in told
