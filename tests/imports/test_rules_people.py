"""Names, addresses, dates: what one cell says."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.imports.rules import Reading, Reason, Remark, Status, cells, read_attendees, standing
from tests.imports.lists import written

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        ("山田 花子", ("山田", "花子")),
        ("髙橋　辻󠄀子", ("髙橋", "辻󠄀子")),
        ("𠮷野 﨑", ("𠮷野", "﨑")),
        ("佐々木 エミ", ("佐々木", "エミ")),
        ("さくら もも", ("さくら", "もも")),
        ("ジョン スミス", ("", "")),
        ("Hanako Yamada", ("", "")),
        ("山田花子", ("", "")),
        ("山田 花子 (株式会社雲)", ("", "")),
        ("株式会社 山田", ("", "")),
        ("山田 ☕", ("", "")),
        ("", ("", "")),
    ],
)
def test_only_what_surely_is_a_japanese_name_is_split(name, halves):
    assert cells.halves(cells.one_line(name)) == halves


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Mio@Example.JP", "mio@example.jp"),
        ("　ｍｉｏ＠ｅｘａｍｐｌｅ．ｊｐ ", "mio@example.jp"),
        ("mailto:m.i+o@sub.example.co.jp", "m.i+o@sub.example.co.jp"),
        ("mio@xn--eckwd4c7c.jp", "mio@xn--eckwd4c7c.jp"),
        ("mio..o@example.jp", None),
        ("mio.@example.jp", None),
        ("mio@example", None),
        ("mio@-example.jp", None),
        ("mio@例え.jp", None),
        ("a@b.jp, c@d.jp", None),
        ("a@b.jp\nBcc: c@d.jp", None),
        ("=a@b.jp", None),
        ("a" * 65 + "@example.jp", None),
        ("a@" + "b." * 130 + "jp", None),
        ("@", None),
    ],
)
def test_an_address_is_taken_only_when_it_is_whole_and_ordinary(cell, address):
    assert cells.address(cell) == address


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("2024年3月5日 19時30分", (2024, 3, 5, 10, 30)),
        ("2024年03月05日(火) 午後7:30", (2024, 3, 5, 10, 30)),
        ("２０２４／０３／０５　１９：３０", (2024, 3, 5, 10, 30)),
        ("2024-03-05T19:30:15.123+00:00", (2024, 3, 5, 19, 30, 15)),
        ("2024-03-05 19:30:15Z", (2024, 3, 5, 19, 30, 15)),
        ("2024/3/5", (2024, 3, 4, 15)),
        ("3/5/24 7:30 PM", (2024, 3, 5, 10, 30)),
        ("25/12/2024 12:00 am", (2024, 12, 24, 15)),
        ("Mar 5th, 2024 7:30 pm", (2024, 3, 5, 10, 30)),
        ("5 March 2024 19:30", (2024, 3, 5, 10, 30)),
        ("2024-02-30", None),
        ("2024-02-28 25:00", None),
        ("0000-00-00 00:00:00", None),
        ("9999-12-31", None),
        ("32/13/2024", None),
        ("45356.8125", None),
        ("2024-03-05 someday", None),
        ("Foo 5, 2024", None),
        ("soon", None),
    ],
)
def test_dates_are_read_in_the_ways_platforms_write_them(cell, when):
    assert cells.instant(cell, TOKYO) == (datetime(*when, tzinfo=UTC) if when else None)


def test_control_and_invisible_signs_go_but_rare_kanji_and_emoji_stay():
    assert cells.one_line("\x1b[31m山\u202e田\u200b \ufeff花子\x07") == "[31m山田 花子"
    assert cells.one_line("辻󠄀 𠮷田 👩‍💻 神") == "辻󠄀 𠮷田 👩‍💻 神"
    assert cells.one_line("ﾔﾏﾀﾞ ﾀﾛｳ") == "ヤマダ タロウ"
    assert cells.one_line("か\u3099くと") == "がくと"
    assert cells.clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("参加", Status.CONFIRMED),
        ("参加します", Status.CONFIRMED),
        ("キャンセル待ち", Status.WAITLISTED),
        ("参加キャンセル", Status.CANCELLED),
        ("Not Attending", Status.CANCELLED),
        ("ＹＥＳ", Status.CONFIRMED),
        ("検討中", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_standings_are_understood_in_both_languages(word, status):
    assert standing.status_of(word) is status


def read(rows: list[list[str]]) -> Reading:
    found = read_attendees(written(rows), "list.csv")
    assert isinstance(found, Reading)
    return found


def test_the_same_person_twice_is_taken_once():
    found = read(
        [
            ["受付番号", "氏名", "メールアドレス"],
            ["1", "一郎", "i@example.jp"],
            ["2", "一郎", "I@example.jp"],
            ["1", "一郎", ""],
            ["3", "一郎", "other@example.jp"],
        ]
    )
    assert [it.reference for it in found.people] == ["1", "3"]
    assert [(it.line, it.reason) for it in found.skipped] == [
        (3, Reason.DUPLICATE),
        (4, Reason.DUPLICATE),
    ]


def test_of_two_rows_about_one_person_the_one_with_the_seat_stays():
    found = read(
        [
            ["氏名", "メールアドレス", "ステータス"],
            ["一郎", "i@example.jp", "補欠"],
            ["一郎", "i@example.jp", "参加"],
        ]
    )
    assert [(it.line, it.status, it.email) for it in found.people] == [
        (3, Status.CONFIRMED, "i@example.jp")
    ]
    assert [it.line for it in found.skipped] == [2]


def test_an_address_shared_by_two_people_stays_with_the_first():
    found = read([["氏名", "メールアドレス"], ["一郎", "i@example.jp"], ["二郎", "i@example.jp"]])
    assert [it.email for it in found.people] == ["i@example.jp", None]
    assert [(it.line, it.remark) for it in found.notes] == [(3, Remark.SHARED_EMAIL)]


def test_a_row_without_a_name_is_left_out():
    found = read([["氏名", "メールアドレス"], ["　", "i@example.jp"], ["二郎", ""]])
    assert [(it.line, it.reason, it.email) for it in found.skipped] == [
        (2, Reason.NO_NAME, "i@example.jp")
    ]


def test_ragged_rows_are_read_when_nothing_moved_and_left_out_otherwise():
    found = read(
        [
            ["氏名", "ステータス", "会社名"],
            ["一郎", "参加"],
            ["二郎", "参加", "雲", "", ""],
            ["三郎", "参加", "雲", "余り"],
            ["四郎"],
        ]
    )
    assert [it.display_name for it in found.people] == ["一郎", "二郎"]
    assert [(it.line, it.reason) for it in found.skipped] == [
        (4, Reason.MALFORMED),
        (5, Reason.MALFORMED),
    ]


def test_texts_too_long_are_cut_with_a_remark():
    found = read([["氏名", "会社名", "自己紹介"], ["長" * 101, "社" * 201, "話" * 2_001]])
    (person,) = found.people
    assert (len(person.display_name), len(person.company), len(person.answers[0])) == (
        100, 200, 2_000,
    )  # fmt: skip
    assert [it.remark for it in found.notes] == [Remark.CUT] * 3


def test_an_unusable_address_is_quoted_in_a_remark():
    found = read(
        [["氏名", "メールアドレス"], ["一郎", "i@example.jp"], ["二郎", "n@example"], ["三郎", ""]]
    )
    # Two cells are filled and one of them is an address: not most, so nobody is written to.
    assert found.without_email == 3
    found = read(
        [["氏名", "メールアドレス"], ["一郎", "i@example.jp"], ["二郎", "n@example"],
         ["三郎", "s@example.jp"]]
    )  # fmt: skip
    assert [(it.line, it.remark, it.detail) for it in found.notes] == [
        (3, Remark.UNUSABLE_EMAIL, "n@example")
    ]
