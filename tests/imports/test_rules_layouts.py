"""Every platform's list is understood as that platform means it."""

from datetime import UTC, datetime

import pytest

from app.imports.rules import (
    ColumnMapping,
    Reading,
    Reason,
    Remark,
    Role,
    Source,
    Status,
    read_attendees,
)
from tests.imports import lists


def reading(text: str, encoding: str = "utf-8", **given) -> Reading:
    found = read_attendees(text.encode(encoding), "list.csv", **given)
    assert isinstance(found, Reading), found
    return found


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_recent_connpass_list_says_the_same_in_every_encoding(encoding):
    found = reading(lists.CONNPASS, encoding)
    assert (found.source, found.rows, found.blank) == (Source.CONNPASS, 5, 1)
    kaede, shun, mio = found.people
    assert (kaede.display_name, kaede.family_name, kaede.given_name) == ("かえで", "水無月", "楓")
    assert (kaede.email, kaede.account, kaede.reference) == (
        "kaede.m@example.jp", "kaede_m", "1200341",
    )  # fmt: skip
    assert (kaede.status, kaede.attended, kaede.staff) == (Status.CONFIRMED, True, False)
    assert kaede.registered_at == at(2024, 2, 20, 3, 30)
    assert found.questions == ("コメント",)
    assert kaede.answers == ("はじめてです,\nよろしくお願いします",)
    assert (shun.family_name, shun.given_name, shun.staff) == ("髙﨑", "駿", True)
    assert (mio.status, mio.slot, mio.attended) == (Status.WAITLISTED, "補欠あり枠", None)


def test_a_connpass_list_says_who_is_left_out_and_on_which_line():
    found = reading(lists.CONNPASS)
    assert [(it.line, it.reason) for it in found.skipped] == [
        (5, Reason.WITHDRAWN),
        (6, Reason.CANCELLED),
    ]
    assert found.skipped[1].email == "ringo@example.jp"


def test_an_impossible_date_is_remarked_and_the_person_stays():
    found = reading(lists.CONNPASS)
    assert [(it.line, it.remark, it.detail) for it in found.notes] == [
        (8, Remark.IMPOSSIBLE_DATE, "2024年02月30日 10:00")
    ]
    assert found.people[-1].registered_at is None


def test_cells_that_look_like_formulas_are_text():
    mio = reading(lists.CONNPASS).people[-1]
    assert mio.display_name == "=cmd|' /C calc'!A0"
    assert mio.answers == ("@SUM(1+1)",)


def test_an_older_connpass_list_lacks_columns_and_is_read():
    found = reading(lists.OLD_CONNPASS, "cp932")
    assert (found.source, found.encoding) == (Source.CONNPASS, "cp932")
    assert [(it.display_name, it.slot, it.reference) for it in found.people] == [
        ("凪", "LT枠", "88001")
    ]


def test_a_peatix_list_with_full_width_digits_is_read():
    found = reading(lists.PEATIX, "cp932")
    ren, akari = found.people
    assert found.source is Source.PEATIX
    assert (ren.reference, ren.account, ren.email) == ("0002", "331", "ren@example.jp")
    assert (ren.family_name, ren.company, ren.status) == ("月島", "星屑商会", Status.CONFIRMED)
    assert akari.status is Status.UNKNOWN
    assert [(it.line, it.remark, it.detail) for it in found.notes] == [
        (3, Remark.COMPANIONS, "2"),
        (3, Remark.UNPAID, "未払い"),
    ]
    assert [it.reason for it in found.skipped] == [Reason.CANCELLED]


def test_an_eventbrite_list_is_read_without_what_nobody_needs():
    found = reading(lists.EVENTBRITE)
    alma, tomo = found.people
    assert found.source is Source.EVENTBRITE
    assert (alma.display_name, alma.family_name, alma.attended) == ("Alma Winther", "Winther", True)
    assert alma.registered_at == at(2024, 5, 3, 9, 20, 11)
    assert tomo.registered_at == at(2024, 5, 4, 10, 5)
    assert tomo.staff
    assert found.questions == ("What would you like to learn?",)
    assert tomo.answers == ("Rust, and friends",)
    assert [it.reason for it in found.skipped] == [Reason.CANCELLED]


def test_a_meetup_list_separated_by_tabs_is_read():
    found = reading(lists.MEETUP)
    noa, emil, juno = found.people
    assert (found.source, found.delimiter) == (Source.MEETUP, "\t")
    assert (noa.attended, noa.staff, noa.registered_at) == (True, True, at(2024, 3, 4, 15))
    assert (emil.attended, emil.answers) == (False, ("by train",))
    assert juno.status is Status.WAITLISTED
    assert [(it.remark, it.detail) for it in found.notes] == [(Remark.COMPANIONS, "2")]


def test_an_unknown_list_is_read_as_its_headers_suggest():
    found = reading(lists.UNKNOWN)
    assert (found.source, found.delimiter, found.needs_mapping) == (Source.UNKNOWN, ";", True)
    assert found.mapping.roles == (
        Role.REGISTERED_AT, Role.FULL_NAME, Role.READING, Role.EMAIL, Role.COMPANY,
        Role.ANSWER, Role.STATUS,
    )  # fmt: skip
    assert found.columns[1].samples == ("朝霧 澪", "夕凪 朔")
    (mio,) = found.people
    assert (mio.reading, mio.email, mio.company) == (
        "アサギリ ミオ",
        "mio@example.jp",
        "朝霧研究所",
    )


def test_the_organizer_chooses_what_columns_mean():
    text = "A,B,C\n朝霧 澪,mio@example.jp,欠かさず\n"
    guessed = reading(text)
    assert (guessed.people, guessed.skipped) == ((), ())
    assert guessed.mapping.roles == (Role.ANSWER, Role.EMAIL, Role.ANSWER)
    chosen = ColumnMapping((Role.FULL_NAME, Role.EMAIL, Role.IGNORE))
    (mio,) = reading(text, mapping=chosen).people
    assert (mio.given_name, mio.email, mio.answers) == ("澪", "mio@example.jp", ())


def test_a_list_without_a_header_loses_no_first_person():
    text = "朝霧 澪,mio@example.jp\n夕凪 朔,saku@example.jp\n"
    found = reading(text)
    assert (found.mapping.has_header, found.rows) == (False, 2)
    chosen = ColumnMapping((Role.FULL_NAME, Role.EMAIL), has_header=False)
    assert [it.line for it in reading(text, mapping=chosen).people] == [1, 2]


def test_a_mapping_for_fewer_columns_than_there_are_does_no_harm():
    found = reading("name,x,y\nAda,1,2\n", mapping=ColumnMapping((Role.FULL_NAME,)))
    assert found.people[0].answers == ("1", "2")


@pytest.mark.parametrize(
    ("header", "values", "email"),
    [
        ("ご連絡先", ["a@example.jp", "b@example.jp", "なし"], "a@example.jp"),
        ("メール", ["はい", "いいえ", "はい"], None),
        ("紹介者の連絡先", ["a@example.jp", "b@example.jp", "c@example.jp"], None),
        ("ひとこと", ["a@example.jp", "こんにちは", "たのしみ"], None),
    ],
)
def test_cells_decide_which_column_holds_addresses(header, values, email):
    names = ["一郎", "二郎", "三郎"]
    rows = [["お名前", header], *map(list, zip(names, values, strict=True))]
    found = read_attendees(lists.written(rows), "list.csv")
    assert isinstance(found, Reading)
    assert found.people[0].email == email


def test_a_title_above_the_header_is_not_a_header():
    found = reading("春の勉強会 参加者一覧\n\n氏名,メールアドレス\n朝霧 澪,mio@example.jp\n")
    assert (found.header_line, found.rows) == (3, 1)


def test_where_nobody_came_nobody_took_attendance():
    found = reading("名前,来場\n一郎,欠席\n二郎,\n")
    assert [it.attended for it in found.people] == [None, None]
