"""Bytes become rows, or a clear refusal; nothing in a file can do harm."""

import csv
import io
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.rules import ColumnMapping, Reading, Reason, Refusal, Role, read_attendees
from app.imports.rules.outcomes import Unreadable
from tests.imports import lists


def refusal(data: bytes, filename: str = "list.csv") -> Refusal:
    found = read_attendees(data, filename)
    assert isinstance(found, Unreadable), found
    return found.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Refusal.EMPTY),
        (b" \r\n\n", Refusal.EMPTY),
        ("　\n".encode("utf-16"), Refusal.EMPTY),
        (b"\xef\xbb\xbf", Refusal.EMPTY),
        (b"PK\x03\x04" + bytes(40), Refusal.SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refusal.SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n", Refusal.NOT_TEXT),
        (b"%PDF-1.7\n", Refusal.NOT_TEXT),
        (b"name,email\nA\0da,a@example.jp\n", Refusal.NUL),
        ("name\nA\0da\n".encode("utf-16"), Refusal.NUL),
        ("Name,Town\nRené,Orléans\n".encode("latin-1"), Refusal.UNKNOWN_ENCODING),
        (b"Name,Town\nRen\xe9e\xa0B,\xc5re\n", Refusal.UNKNOWN_ENCODING),
        (b"\xff\xfd" * 40, Refusal.UNKNOWN_ENCODING),
        ("氏名\n朝霧 澪 夕凪 朔\n".encode("utf-16")[:-1], Refusal.DAMAGED),
        (lists.CONNPASS.encode()[:-300] + b"\xe3\x81,\n", Refusal.DAMAGED),
        (lists.CONNPASS.encode("cp932") + b"\x81", Refusal.DAMAGED),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", Refusal.NOT_A_TABLE),
        (b'"name,email\nAda,a@example.jp\n', Refusal.BROKEN_ROWS),
        (b"a," * 400 + b"\n", Refusal.TOO_MANY_COLUMNS),
        (b"name\n" + b"a\n" * 20_001, Refusal.TOO_MANY_ROWS),
        (b"a" * (10 * 1024 * 1024 + 1), Refusal.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, code):
    assert refusal(data) is code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp"]
)
def test_japanese_lists_are_read_in_any_encoding(encoding):
    text = (
        "氏名,会社名,どこで知りましたか\n朝霧 澪,くもの会,ともだちから\n夕凪 朔,,サイトで見ました\n"
    )
    found = read_attendees(text.encode(encoding), "list.csv")
    assert isinstance(found, Reading)
    assert [person.display_name for person in found.people] == ["朝霧 澪", "夕凪 朔"]


def test_damage_is_shown_on_its_line():
    assert read_attendees("氏名\n朝霧 澪\n夕凪".encode()[:-1], "x.csv") == Unreadable(
        Refusal.DAMAGED, 3
    )


def test_bytes_that_are_called_a_workbook_are_answered_as_one():
    assert refusal(bytes(range(256)), "Participants.XLSX") is Refusal.SPREADSHEET


def test_text_that_is_only_called_a_workbook_is_read():
    found = read_attendees(lists.MEETUP.encode(), "Meetup members.xls")
    assert isinstance(found, Reading)
    assert found.people


def test_exactly_as_many_rows_as_allowed_are_read():
    rows = [["name"], *([f"n{number}"] for number in range(20_000))]
    found = read_attendees(lists.written(rows), "list.csv")
    assert isinstance(found, Reading)
    assert len(found.people) == 20_000


@pytest.mark.parametrize("rest", ["Cid,", 'Cid,"two\nlines"', 'Cid,"fine"'])
def test_a_quote_that_never_closes_costs_one_row_and_nobody_else(rest):
    text = f'name,comment\nAda,"open\nBea,fine\n{rest}\n'
    found = read_attendees(text.encode(), "list.csv")
    assert isinstance(found, Reading)
    assert [(it.line, it.reason) for it in found.skipped] == [(2, Reason.MALFORMED)]
    assert [(it.line, it.display_name) for it in found.people] == [(3, "Bea"), (4, "Cid")]


def test_quotes_of_another_kind_are_read_when_they_close_on_their_line():
    found = read_attendees(b'name,comment\nAda,"So" she said\nBea,6" tall\n', "x.csv")
    assert isinstance(found, Reading)
    assert [it.answers for it in found.people] == [("So she said",), ('6" tall',)]


def test_a_gigantic_cell_costs_one_row():
    text = "name,comment\nAda," + "x" * 300_000 + "\nBea,\n"
    found = read_attendees(text.encode(), "list.csv")
    assert isinstance(found, Reading)
    assert [(it.line, it.reason) for it in found.skipped] == [(2, Reason.MALFORMED)]
    assert [(it.line, it.display_name) for it in found.people] == [(3, "Bea")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings_are_found_out(delimiter, ending):
    rows = [["氏名", "メール", "ひとこと"], ["朝霧 澪", "m@example.jp", 'a,b;c\td "e"\n二行目']]
    data = lists.written(rows, delimiter=delimiter, lineterminator=ending)
    found = read_attendees(data, "list.csv")
    assert isinstance(found, Reading)
    assert found.delimiter == delimiter
    assert found.people[0].answers == ('a,b;c\td "e"\n二行目',)


def test_excel_may_state_the_delimiter_on_the_first_line():
    found = read_attendees("sep=;\r\n氏名;メール\r\n澪,朔;m@example.jp\r\n".encode(), "list.csv")
    assert isinstance(found, Reading)
    assert [(it.line, it.display_name, it.email) for it in found.people] == [
        (3, "澪,朔", "m@example.jp")
    ]


def test_a_header_said_again_in_a_joined_list_is_nobody():
    found = read_attendees(("氏名,会社\n澪,雲\n" * 2).encode(), "list.csv")
    assert isinstance(found, Reading)
    assert (found.rows, found.blank, len(found.people)) == (2, 1, 1)


def costs(data: bytes, label: str) -> tuple[float, int]:
    """Seconds of processor and, in a second run, the most bytes held; both are printed."""
    began = time.process_time()
    read_attendees(data, "list.csv")
    seconds = time.process_time() - began
    tracemalloc.start()
    read_attendees(data, "list.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{label}: {len(data) / 1e6:.1f} MB in {seconds:.2f} s, {peak / 1e6:.1f} MB held")
    return seconds, peak


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("100,000 rows", b"name,email\n" + b"Ada,ada@example.jp\n" * 100_000),
        ("50 MB", b"Ada,ada@example.jp\n" * 2_700_000),
        ("only commas", b"," * 10_000_000),
        ("only quotes", b'"' * 10_000_000),
        ("only line ends", b"a\n" + b"\n" * 9_000_000),
        ("quotes that never close", b"name,b\n" + b'x,"y\nz,w\n' * 1_000_000),
        ("one line", b"a" * 10_000_000),
    ],
)
def test_enormous_files_are_refused_fast_and_cheaply(label, data):
    assert isinstance(read_attendees(data, "list.csv"), Unreadable)
    seconds, peak = costs(data, label)
    assert seconds < 10  # a tenth of a second where nobody else is at work; all of it takes longer
    assert peak < 16 * 1024 * 1024


def test_a_full_list_takes_a_few_times_its_size_in_memory():
    row = (
        "一般枠,user{0},表示名{0},,参加,出席,山田 花子{0},u{0}@example.jp,2024年3月5日 19:30,{0}\n"
    )
    head = (
        lists.CONNPASS.partition("\n")[0].replace("利用開始日,", "").replace("出席日時,", "") + "\n"
    )
    data = (head + "".join(map(row.format, range(20_000)))).encode()
    _, peak = costs(data, "20,000 people")
    assert peak < 8 * len(data)


ROLES = st.lists(st.sampled_from(Role), max_size=6).map(
    lambda roles: ColumnMapping(tuple(roles), has_header=len(roles) % 2 == 0)
)
HEADS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"name,email\n", b"sep=;\n"]
)


@given(head=HEADS, body=st.binary(max_size=400), mapping=st.none() | ROLES)
@settings(max_examples=400, deadline=None)
def test_no_bytes_whatever_raise(head, body, mapping):
    found = read_attendees(head + body, "x", mapping)
    assert isinstance(found, Reading | Unreadable)


@given(text=st.text(st.sampled_from('ab,;\t"\r\n 　山@.|=＝０氏名\u202e😀\x0b'), max_size=200))
@settings(max_examples=400, deadline=None)
def test_every_row_is_accounted_for(text):
    found = read_attendees(("氏名,ステータス,email\n" + text).encode(), "x.csv")
    if isinstance(found, Reading):
        assert found.rows == len(found.people) + len(found.skipped)
        assert all(it.display_name for it in found.people)
        assert sum(it.email is not None for it in found.people) == len(
            {it.email for it in found.people} - {None}
        )


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=",;\t\"'"),
    min_size=1,
    max_size=20,
)


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_what_a_csv_writer_wrote_is_read_as_it_was(rows):
    header = ["受付番号", "氏名", "ひとこと"]
    data = lists.written([header, *rows])
    found = read_attendees(data, "list.csv")
    assert isinstance(found, Reading)
    expected = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    read = {it.line for it in found.people} | {it.line for it in found.skipped}
    assert len(read) == len(expected) == found.rows + found.blank
