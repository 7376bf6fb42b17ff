"""Everything about a person carries a mark; no page and no letter shows one to the wrong reader."""

import re

from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose, kinds
from app.profiles.visibility import Visibility
from tests.notifications.drafting import Withheld, draft
from tests.safety.town import CONTACTS, MARK, PRIVATE, Mark, Town, every_mail

RUNNING = ("host", "door", "staff")


def may_read(town: Town, reader: str, mark: Mark) -> bool:
    """What behaviour.md allows, said once more and differently from the code."""
    if reader == mark.owner:
        return True
    if mark.what in CONTACTS or mark.level == PRIVATE:
        return (reader, mark.owner, mark.what) in town.grants
    is_near = (reader, mark.owner) in town.near
    if mark.what == "name":
        is_known = is_near or (reader, mark.owner) in town.named
        # Who hosts, and who shows themselves to everybody, is no secret from anybody.
        return is_known or mark.owner in ("host", "rival", "public") or reader in RUNNING
    if mark.level == Visibility.MATCHES:
        return is_near
    return mark.level in (Visibility.MEMBERS, Visibility.PUBLIC) and reader != ""


def spilled(town: Town, reader: str, marks: set[str], where: str) -> list[str]:
    return [
        f"{reader or 'a stranger'} reads {mark.what} ({mark.level}) of {mark.owner} on {where}"
        for mark in map(town.marks.__getitem__, sorted(marks))
        if not may_read(town, reader, mark)
    ]


def test_no_page_shows_anything_to_the_wrong_reader(visit, walk):
    found = [
        each for page in walk for each in spilled(visit.town, page.reader, page.marks, page.path)
    ]
    assert found == []


def test_the_walk_would_have_found_something(visit, walk):
    """What may be read is read: the marks are where people look for them."""
    town = visit.town
    read = {(page.reader, town.marks[mark]) for page in walk for mark in page.marks}
    told = {(reader, mark.owner, mark.what) for reader, mark in read}
    assert (
        town.grants - {(r, o, w) for r, o, w in town.grants if w != "email"} <= told | town.grants
    )
    assert {grant for grant in town.grants if grant[0] == "trusted"} <= told
    assert ("asker introduced", "target introduced", "line_id") in told
    assert ("fellow", "matches", "headline") in told
    shown = ("evidence", "offer told", "need standard", "statement", "not_for", "study", "advice")
    assert {("fellow", "matches", what) for what in shown} <= told
    assert ("fellow", "fellow", "statement before") in told
    assert ("host", "hidden", "name") in told
    assert ("host", "hidden", "answer") in told
    assert ("host", "fellow", "minute") in told
    assert ("door", "host", "visitor") in told
    assert ("", "public", "name") in told
    assert ("connector asked", "asker asked", "name") in told
    assert ("asked", "fellow", "greeting") in told
    assert ("fellow", "fellow", "greeting") in told
    assert ("wall", "wall", "greeting") not in told  # to whom it went is blocked


def test_nothing_breaks_on_the_way(walk):
    assert [(page.reader, page.path) for page in walk if page.status >= 500] == []


def test_organizers_get_no_addresses_not_even_as_a_file(visit, walk):
    emails = {mark for mark, what in visit.town.marks.items() if what.what in CONTACTS}
    mine = {mark for mark in emails if visit.town.marks[mark].owner in RUNNING}
    for page in walk:
        if page.reader in RUNNING:
            assert not page.marks & (emails - mine), page.path
    lists = [page for page in walk if page.path.endswith(".csv") and page.reader == "host"]
    assert lists
    assert all("@" not in page.text for page in lists if page.status == 200)


def test_letters_show_nothing_to_the_wrong_reader(visit, unchanged):
    found, written = [], set()
    with visit.app.app_context():
        for mail in every_mail():
            reader = name_of(visit.town, mail.member_id)
            letter = compose(mail)
            if letter is None or reader is None:
                continue
            written.add(mail.kind)
            text = f"{letter.subject}{letter.text}{letter.html}"
            found += spilled(visit.town, reader, set(MARK.findall(text)), mail.kind)
        db.session.rollback()
    assert found == []
    assert {"introduction.introduced", "recap.attended", "recap.organizer"} <= written
    assert written <= set(kinds())


def test_every_envelope_names_one_person_and_only_our_headers(visit, unchanged):
    ours = {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
        *("Content-Type", "Content-Transfer-Encoding", "Content-Language"),
    }
    with visit.app.app_context():
        for mail_id in [mail.id for mail in every_mail()]:
            try:
                envelope = draft(mail_id, now())
            except Withheld:
                continue
            head = envelope.content.partition(b"\r\n\r\n")[0].decode()
            names = re.findall(r"^([\w-]+):", head, re.MULTILINE)
            assert set(names) <= ours
            assert len(names) == len(set(names))
            assert head.count("@") <= head.count("localhost") + 1 + head.count("From:")


def name_of(town: Town, member_id: int) -> str | None:
    return next((name for name, id_ in town.ids.items() if id_ == member_id), None)
