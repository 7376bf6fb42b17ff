"""An organizer chooses a file, looks, says yes; everybody else is turned away."""

from pathlib import Path

import pytest

from app.groups.models import Membership
from app.groups.rules import Role
from app.imports.models import AttendeeImport
from app.kit.clock import now
from app.kit.db import db
from app.registrations.models import Registration
from app.registrations.queries import whole
from tests.factories import a_group, a_member, an_event, owner_of, saved
from tests.imports import lists
from tests.imports.lists import written

CONNPASS_FILES = Path(__file__).parent.parent / "fixtures" / "connpass"


@pytest.fixture
def event():
    return an_event(a_group(), capacity=20)


@pytest.fixture
def organizer(browser, event):
    return browser.sign_in(owner_of(event.group))


def path(event, rest: str = "") -> str:
    return f"/events/{event.slug}/import{rest}"


def upload(browser, event, content: bytes | str, name: str = "list.csv"):
    data = content.encode() if isinstance(content, str) else content
    # Written here and not by the client, which leaves the temporary file of a large one open.
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    return browser.post(path(event), data=body, content_type="multipart/form-data; boundary=x")


def looked_at(browser, event, content: bytes | str) -> str:
    """The address of the preview."""
    answer = upload(browser, event, content)
    assert answer.status_code == 303
    return answer.location


def test_strangers_are_asked_to_sign_in_and_members_turned_away(browser, event):
    pages = ("", "/links", "/abc")
    assert all(browser.get(path(event, it)).location.startswith("/sign-in") for it in pages)
    browser.sign_in(a_member())
    assert [browser.get(path(event, it)).status_code for it in pages] == [403] * 3
    for it in ("", "/links", "/abc/columns", "/abc/confirmation", "/abc/dismissal"):
        assert browser.post(path(event, it)).status_code == 403


def test_whoever_stands_at_the_door_hands_out_links_and_brings_in_nobody(browser, event):
    helper = a_member()
    role = {"member_id": helper.id, "role": Role.DOOR, "joined_at": now()}
    saved(Membership(group_id=event.group_id, **role))
    db.session.expire_all()
    browser.sign_in(helper)
    assert browser.get(path(event, "/links")).status_code == 200
    assert browser.get(path(event)).status_code == 403


def test_a_list_of_another_event_is_not_found(organizer, event):
    preview = looked_at(organizer, event, lists.CONNPASS)
    other = an_event(event.group)
    assert organizer.get(preview.replace(event.slug, other.slug)).status_code == 404


@pytest.mark.parametrize("file", sorted(CONNPASS_FILES.glob("*.csv")), ids=lambda it: it.stem)
def test_a_connpass_list_is_looked_at_and_comes_in(organizer, event, count, file):
    preview = looked_at(organizer, event, file.read_bytes())
    page = organizer.get(preview)
    assert "connpass" in page.text
    assert "飯塚 元" in page.text
    assert count(Registration) == 0
    done = organizer.post(preview + "/confirmation", follow_redirects=True)
    assert "The list has come in." in done.text
    assert count(Registration) > 3
    assert "飯塚 元" in organizer.get(f"/events/{event.slug}/organize/people").text


def test_the_preview_says_who_is_left_out_why_and_on_which_line(organizer, event):
    preview = looked_at(organizer, event, lists.CONNPASS)
    page = organizer.get(preview + "?only=left-out").text.split("<tbody>")[1]
    assert "This person has left the other platform." in page
    assert "This person has cancelled." in page
    assert "かえで" not in page
    odd = organizer.get(preview + "?only=odd").text
    assert "There is no such date." in odd
    assert "2024年02月30日 10:00" in odd
    assert "コメント" in organizer.get(preview).text


def test_the_report_stays_and_shows_the_same_rows(organizer, event):
    preview = looked_at(organizer, event, lists.CONNPASS)
    organizer.post(preview + "/confirmation")
    page = organizer.get(preview).text
    assert "This person has cancelled." in page
    assert "The file itself has been deleted" in page
    assert "Discard this file" not in page


def test_pressing_twice_brings_nobody_in_twice(organizer, event, count):
    preview = looked_at(organizer, event, lists.CONNPASS)
    organizer.post(preview + "/confirmation")
    before = count(Registration)
    for button in ("/confirmation", "/dismissal", "/columns"):
        answer = organizer.post(preview + button, follow_redirects=True)
        assert "This list has been brought in already." in answer.text
    assert count(Registration) == before


def test_a_file_that_is_discarded_is_gone(organizer, event, count):
    preview = looked_at(organizer, event, lists.CONNPASS)
    answer = organizer.post(preview + "/dismissal", follow_redirects=True)
    assert "The file is gone." in answer.text
    assert organizer.get(preview).status_code == 404
    assert count(AttendeeImport) == count(Registration) == 0


def test_an_unknown_layout_asks_what_the_columns_hold(organizer, event):
    preview = looked_at(organizer, event, "who,what,where\n山田 花子,x,hanako@example.jp\n")
    page = organizer.get(preview).text
    assert "What do the columns hold?" in page
    assert "Please say which column holds the names." in page
    refused = organizer.post(
        preview + "/confirmation", headers={"Referer": "http://localhost" + preview}
    )
    assert refused.location == preview
    chosen = {"column-0": "full_name", "column-1": "ignore", "column-2": "email", "header": "yes"}
    organizer.post(preview + "/columns", data=chosen)
    assert "Comes in" in organizer.get(preview).text
    organizer.post(preview + "/confirmation")
    (place,) = db.session.scalars(whole().where(Registration.event_id == event.id))
    assert (place.attendee.family_name, place.listed_email) == ("山田", "hanako@example.jp")


def test_a_choice_of_columns_that_makes_no_sense_is_answered_by_the_guess(organizer, event):
    preview = looked_at(organizer, event, lists.UNKNOWN)
    data = {"column-0": "nonsense", "column-99": "email", "header": "perhaps"}
    assert organizer.post(preview + "/columns", data=data).status_code == 303
    assert organizer.get(preview).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"PK\x03\x04rest", "This is an Excel workbook."),
        (b"\x89PNG\r\n", "This is not a text file."),
        ("名前,メール\n".encode() + b"a\0b,c\n", "zero bytes"),
        ("名前,メール\n".encode() + "山田 花子,x\n".encode() * 9 + b"\xff,x\n", "export it again"),
        (b"<html><body>", "This is a web page"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    organizer, event, count, content, words
):
    answer = upload(organizer, event, content)
    assert answer.status_code == 200
    assert words in answer.text
    assert count(AttendeeImport) == 0


def test_no_file_at_all_is_asked_for(organizer, event):
    assert "Please choose a file." in organizer.post(path(event)).text


def test_a_hundred_thousand_rows_are_refused_kindly(organizer, event):
    content = written([["名前", "受付番号"], *([f"人 {n}", str(n)] for n in range(100_000))])
    assert "more than 20,000 rows" in upload(organizer, event, content).text


@pytest.mark.parametrize("megabytes", [12, 50])
def test_a_file_of_many_megabytes_is_refused_kindly(organizer, event, megabytes):
    answer = upload(organizer, event, b"a,b\n" * (megabytes * 250_000))
    assert answer.status_code == (413 if megabytes > 16 else 200)
    assert "smaller" in answer.text


def test_formulas_stay_words_on_the_pages_and_in_the_table_that_goes_out(organizer, event):
    preview = looked_at(organizer, event, lists.CONNPASS)
    organizer.post(preview + "/confirmation")
    assert "=cmd|&#39; /C calc&#39;!A0" in organizer.get(preview).text
    table = organizer.get(f"/events/{event.slug}/attendees.csv").text
    assert "calc" in table
    assert not any(
        cell.startswith(("=", "@", "+", "-", '"=', '"@'))
        for line in table.splitlines()
        for cell in line.split(",")
    )


def test_markup_in_a_name_is_shown_as_it_was_written(organizer, event):
    preview = looked_at(organizer, event, "名前,状態\n<script>alert(1)</script>,参加\n")
    page = organizer.get(preview).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_rare_signs_survive_to_the_pages(organizer, event):
    names = ["髙橋 仁", "大﨑 翠", "辻󠄀 愛", "𠮷野 凛"]
    preview = looked_at(organizer, event, "名前,状態\n" + "".join(f"{it},参加\n" for it in names))
    organizer.post(preview + "/confirmation")
    for page in (preview, f"/events/{event.slug}/door", f"/events/{event.slug}/organize/people"):
        text = organizer.get(page).text
        assert all(name in text for name in names), page


def test_long_lists_are_shown_page_by_page(organizer, event):
    content = "名前,状態\n" + "".join(f"参加者 {n}番,参加\n" for n in range(120))
    preview = looked_at(organizer, event, content)
    assert "参加者 60番" not in organizer.get(preview).text
    assert "参加者 60番" in organizer.get(preview + "?page=2").text
    assert organizer.get(preview + "?page=999").status_code == 200
    assert organizer.get(preview + "?page=x&only=nothing").status_code == 200


def test_people_without_an_address_get_a_link_to_be_handed_over(organizer, event, browser, app):
    preview = looked_at(organizer, event, "名前,状態\n無記名 氏,参加\n")
    organizer.post(preview + "/confirmation")
    assert "No link yet" in organizer.get(path(event, "/links")).text
    page = organizer.post(path(event, "/links"), follow_redirects=True).text
    link = page.split('data-copy="')[1].split('"')[0]
    assert link.startswith("http://localhost/claim/")
    assert "<svg" in page
    somebody = app.test_client()
    assert "無記名 氏" in somebody.get(link.removeprefix("http://localhost")).text


def test_the_link_of_somebody_with_an_address_is_shown_to_nobody(organizer, event):
    preview = looked_at(organizer, event, lists.CONNPASS)
    organizer.post(preview + "/confirmation")
    organizer.post(path(event, "/links"))
    page = organizer.get(path(event, "/links")).text
    assert page.count("data-copy") == 0
    assert "Everybody can be written to" in page
