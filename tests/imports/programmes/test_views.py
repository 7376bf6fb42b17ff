"""An organizer chooses a programme, looks, says yes, publishes, undoes."""

import io
from html import unescape

import pytest
import sqlalchemy as sa

from app.events.models import Event
from app.groups.models import Membership
from app.groups.rules import Role
from app.imports.models import ProgrammeImport
from app.kit.clock import now
from app.kit.db import db
from tests.factories import a_group, a_member, owner_of, saved
from tests.imports.programmes import files
from tests.imports.programmes.test_operations import soon

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    "<schedule><conference><title>&b;</title></conference></schedule>"
)


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def organizer(browser, group):
    return browser.sign_in(owner_of(group))


def path(group, rest: str = "") -> str:
    return f"/groups/{group.slug}/programme{rest}"


def upload(browser, group, content: bytes | str, name: str = "programme.ics"):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(path(group), data={"file": (io.BytesIO(data), name)})


def test_only_those_who_run_the_group_bring_programmes_in(browser, group):
    assert browser.get(path(group)).location.startswith("/sign-in")
    helper = a_member()
    saved(Membership(group_id=group.id, member_id=helper.id, role=Role.DOOR, joined_at=now()))
    browser.sign_in(helper)
    assert browser.get(path(group)).status_code == 403
    assert upload(browser, group, files.PENTABARF).status_code == 403


def test_a_programme_is_looked_at_brought_in_published_and_undone(organizer, group, count):
    shown = upload(organizer, group, files.calendar(soon(), soon("Second", uid="n2")))
    page = organizer.get(shown.location).text
    assert "Make 2 drafts" in page
    assert "Second" in page
    assert count(Event) == 0
    done = organizer.post(f"{shown.location}/confirmation", follow_redirects=True).text
    assert "Publish all 2" in done
    assert "The programme has come in" in done
    published = organizer.post(f"{shown.location}/publication", follow_redirects=True).text
    assert "2 events are published." in published
    undone = organizer.post(f"{shown.location}/undoing", follow_redirects=True).text
    assert "Everything is as it was before." in undone
    assert count(Event) == 0


def test_what_is_odd_or_impossible_is_told_line_by_line(organizer, group):
    shown = upload(organizer, group, files.PENTABARF, "schedule.xml").location
    assert "It does not say when it begins." in organizer.get(f"{shown}?only=impossible").text
    only_new = organizer.get(f"{shown}?only=new").text
    assert "Warp &amp; weft" in only_new
    assert "No time yet" not in only_new


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (b"PK\x03\x04rest", "This file is compressed."),
        (BOMB, "This XML defines entities of its own."),
        ("<schedule><a></schedule>", "The XML in this file is broken. (Line 1)"),
        ("{", "The JSON in this file is broken."),
        ("Dear all,", "This is no programme we can read."),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "There are no events in this file."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(organizer, group, count, content, sentence):
    answer = upload(organizer, group, content)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert count(ProgrammeImport) == 0


def test_a_programme_nobody_wants_is_dropped(organizer, group, count):
    shown = upload(organizer, group, files.PENTABARF).location
    organizer.post(f"{shown}/dismissal")
    assert count(ProgrammeImport) == 0


def test_a_long_programme_shows_how_far_it_has_come(organizer, group, bell):
    many = files.calendar(*(soon(f"Night {n}", uid=f"n{n}") for n in range(80)))
    shown = upload(organizer, group, many).location
    page = organizer.post(f"{shown}/confirmation", follow_redirects=True).text
    assert "<progress" in page
    assert "data-again" in page
    assert organizer.post(f"{shown}/confirmation").status_code == 303  # twice is once


def test_what_came_in_has_a_page_and_can_be_edited(organizer, group):
    for content in (files.PENTABARF, files.CONNPASS):
        shown = upload(organizer, group, content, "schedule").location
        organizer.post(f"{shown}/confirmation")
    for event in db.session.scalars(sa.select(Event)).all():
        assert event.title in unescape(organizer.get(f"/events/{event.slug}").text)
        assert organizer.get(f"/events/{event.slug}/edit").status_code == 200


def test_far_too_large_a_file_is_turned_away_at_once(organizer, group, count):
    # Written here and not by the client, which leaves the temporary file of a large one open.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n'
    body = head + b"0" * (17 * 1024 * 1024) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    answer = organizer.post(path(group), data=body, content_type=kind)
    assert answer.status_code == 413
    assert count(ProgrammeImport) == 0


def test_of_another_group_nobody_sees_a_programme(organizer, browser, group):
    shown = upload(organizer, group, files.PENTABARF).location
    other = a_group()
    browser.sign_in(owner_of(other))
    assert browser.get(shown).status_code == 403
    assert browser.get(shown.replace(group.slug, other.slug)).status_code == 404
