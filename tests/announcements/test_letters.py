"""The letter as it leaves: in the reader's language, in dress and in plain, without an address."""

import re
from html.parser import HTMLParser

import pytest

from app.accounts.models import User
from app.announcements.letters import letter_for
from app.announcements.links import off_url
from app.announcements.operations import Words
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Preference
from app.notifications.queries import has_turned_off
from tests.announcements.letters import drafted, promised, told
from tests.factories import a_group, a_member, a_seat, an_event
from tests.notifications.drafting import draft

BOTH = Words(
    "会場が変わります", "**5号室**です。\nお待ちしています。", "ja", "A new room", "Room **5**."
)


def to_one(words=BOTH, **given):
    event = an_event(a_group(name="Loom"))
    member = a_member("Aoi", **given)
    a_seat(event, member)
    told(event, words=words)
    (mail,) = promised()
    return mail, compose(mail)


@pytest.mark.parametrize(
    ("locale", "subject", "greeting", "words"),
    [
        ("ja", "会場が変わります", "Aoi Sato 様", "5号室です。"),
        ("en", "A new room", "Dear Aoi Sato,", "Room 5."),
    ],
)
def test_each_reader_gets_their_own_language(locale, subject, greeting, words):
    _mail, letter = to_one(locale=locale)
    assert letter.subject == subject
    assert greeting in letter.text
    assert words in letter.text


def test_without_a_second_text_everybody_gets_the_one_there_is():
    _mail, letter = to_one(Words("会場が変わります", "5号室です。", "ja"), locale="en")
    assert letter.subject == "会場が変わります"
    assert "Dear Aoi Sato," in letter.text
    assert "5号室です。" in letter.text


def test_a_new_line_stays_one():
    _mail, letter = to_one(locale="ja")
    assert "5号室です。\nお待ちしています。" in letter.text
    assert re.search(r"<strong[^>]*>5号室</strong>です。<br>\s*お待ち", letter.html)


HOSTILE = "\"><zqx onload=zq()>'{{7*7777}}%(x)s [a](javascript:zq()) <script>zq()</script>"


def tags_of(html: str) -> set[str]:
    """The elements of a page's body."""
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _attributes: found.add(tag)
    parser.feed(html[html.index("<body") :])
    return found


def test_a_hostile_text_is_only_text():
    _mail, letter = to_one(Words(f"Hi {HOSTILE}", HOSTILE, "en"), locale="en")
    assert not tags_of(letter.html) & {"zqx", "script"}
    assert "javascript:zq()" not in re.findall(r'href="([^"]*)"', letter.html)
    assert "54439" not in letter.text + letter.html


def test_the_envelope_names_the_group_one_reader_and_no_way_to_reply(app):
    mail, _letter = to_one(locale="en")
    envelope = draft(mail.id, now())
    head = envelope.content.partition(b"\r\n\r\n")[0].decode()
    assert "From: Loom <" in head
    assert "Reply-To" not in head
    assert head.count("@example.org") == 1
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head


def test_no_letter_shows_the_address_of_its_author():
    mail, letter = to_one(locale="en")
    author = db.session.query(User).filter_by(given_name="Host").one()
    assert author.email not in letter.text + letter.html
    assert mail.member.email not in letter.text + letter.html


def path_off(member, scope):
    return off_url(member, scope).removeprefix("http://localhost")


def test_one_click_stops_the_letters_of_one_group(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    group, member = a_group(), a_member()
    scope = f"group:{group.public_id}"
    click = {"List-Unsubscribe": "One-Click"}
    assert browser.post(path_off(member, scope), data=click).status_code == 200
    assert has_turned_off(member, scope)
    assert not has_turned_off(member, f"group:{a_group().public_id}")


def test_looking_at_the_link_changes_nothing_and_the_button_can_be_taken_back(browser, count):
    event, member = an_event(), a_member()
    path = path_off(member, f"event:{event.public_id}")
    for _ in range(3):
        assert event.title in browser.get(path).text
        assert browser.head(path).status_code == 200
    assert count(Preference) == 0
    browser.post(path)
    assert count(Preference) == 1
    browser.post(f"{path}/undo")
    assert count(Preference) == 0


def test_the_link_of_one_reader_is_worth_nothing_for_another(browser, count):
    group, one, other = a_group(), a_member(), a_member()
    path = path_off(one, f"group:{group.public_id}").replace(one.public_id, other.public_id)
    assert browser.post(path).status_code == 404
    nobodys = path_off(one, "group:nothing")
    assert browser.post(nobodys).status_code == 404
    assert count(Preference) == 0


def test_a_preview_holds_no_link_that_acts_for_its_reader():
    event, member = an_event(), a_member("Ren")
    a_seat(event, member)
    letter = letter_for(drafted(event), member, unsubscribe_url="http://localhost/mails/groups")
    assert "/announcements/off/" not in letter.text + letter.html
    assert "Dear Ren Sato," in letter.text
