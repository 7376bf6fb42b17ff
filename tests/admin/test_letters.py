"""Every letter of the house, looked at as its readers' programs will."""

import re
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from functools import cache
from html.parser import HTMLParser

import pytest

from app.admin.samples.letters import SAMPLES, example
from app.kit.clock import now
from app.kit.db import Model, db
from app.notifications.composers import desk, kinds
from tests.factories import a_member

LOCALES = ("ja", "en")
# What mainstream programs drop, or show otherwise: scripts, forms, frames, outside styles.
DROPPED = {"script", "form", "input", "button", "iframe", "object", "embed", "video", "svg", "link"}
NOT_IN_ALL = re.compile(
    r"display:\s*(flex|grid)|position:\s*(absolute|fixed)|float:|@import|@font-face|url\(|"
    r"var\(|calc\(|\brem\b",
    re.IGNORECASE,
)
WORDS = re.compile(r"\{\{|\}\}|\{%|%\(\w+\)s|\bNone\b|Undefined|<wbr>")


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(params=LOCALES)
def locale(request):
    return request.param


@cache
def written(kind, locale):
    """Once for all tests: making the tables to play in takes most of the time."""
    return example(kind, locale, now())


def letter(kind, locale):
    content = written(kind, locale)
    assert content is not None, kind
    return content, message_from_bytes(content, policy=policy.default)


def tags_in(html):
    parser = Tags()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_its_head_is_as_the_standards_want_it(app, kind, locale):
    content, message = letter(kind, locale)
    head, _, body = content.partition(b"\r\n\r\n")
    # RFC 5322: each of these once, lines of CRLF and at most 998 octets (78 where one can fold).
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
        assert len(message.get_all(name)) == 1, name
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert max(len(line) for line in body.split(b"\r\n")) <= 78
    assert content.isascii()  # RFC 2047 for words, quoted-printable for the rest
    assert parsedate_to_datetime(message["Date"]).tzinfo
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"])
    assert len(message["To"].addresses) == 1
    assert not message["Subject"].defects
    assert message["Subject"].strip()
    # RFC 3834
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == locale
    assert b"=?unknown" not in head


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_what_one_can_turn_off_says_so_in_its_head_and_at_its_foot(app, kind, locale):
    _, message = letter(kind, locale)
    has_topic = desk(kind).topic is not None
    url = message["List-Unsubscribe"]
    if has_topic:
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058
    if url:
        path = url.strip("<>")
        assert path in message.get_body(("plain",)).get_content()
        html = message.get_body(("html",))
        assert html is None or path in html.get_content()
    if desk(kind).manner.is_security:
        assert url is None


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_its_plain_half_reads_well(app, kind, locale):
    _, message = letter(kind, locale)
    text = message.get_body(("plain",)).get_content()
    assert not WORDS.search(text), WORDS.search(text)
    assert "<" not in re.sub(r"https?://\S+", "", text)
    assert "\n\n\n" not in text
    if locale == "ja":
        assert re.search(r"様|さん|こんにちは", text), "somebody is greeted"
    for link in re.findall(r"https?://\S+", text):
        assert link.startswith(("http://localhost/", "https://example.org/")), link


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_its_dress_uses_nothing_that_mail_programs_drop(app, kind, locale):
    _, message = letter(kind, locale)
    html = message.get_body(("html",)).get_content()
    assert not WORDS.search(re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL))
    assert not NOT_IN_ALL.search(html), NOT_IN_ALL.search(html)
    assert len(html.encode()) < 100_000  # Gmail cuts off the rest
    tags = tags_in(html)
    names = {name for name, _ in tags}
    assert not names & DROPPED
    assert dict(tags)["html"]["lang"] == locale
    assert not [a for _, a in tags if any(name.startswith("on") for name in a)]
    for name, given in tags:
        if name == "img":
            assert given.get("alt") is not None
            assert given.get("width")
        if name == "table":
            assert given.get("role") == "presentation"
        if name == "a":
            assert re.match(r"(http://localhost/|https://example.org/|mailto:)", given["href"]), (
                given["href"]
            )
            assert "utm_" not in given["href"]
    # One primary action at most, and no picture that tells who has looked.
    assert len([1 for _, given in tags if given.get("class") == "button"]) <= 1
    assert 'width="1"' not in html
    assert "prefers-color-scheme: dark" in html
    assert "max-width" in html


def test_examples_read_and_write_nothing_of_the_house(app, count):
    a_member(family_name="Canary")
    before = {name: rows(name) for name in Model.metadata.tables}
    some = ("registrations.confirmed", "recap.attended", "introduction.introduced")
    assert b"Canary" not in b"".join(example(kind, "en", now()) or b"" for kind in some)
    assert {name: rows(name) for name in Model.metadata.tables} == before


def rows(name):
    return db.session.execute(Model.metadata.tables[name].select()).all()


def test_every_letter_has_its_example(app):
    assert {kind for kind in kinds() if not kind.startswith("test.")} == SAMPLES.keys()


def test_the_operator_looks_at_every_letter_in_both_languages(browser):
    browser.sign_in(a_member(is_staff=True))
    page = browser.get("/admin/letters")
    assert "registrations.confirmed" in page.text
    shown = browser.get("/admin/letters/registrations.confirmed")
    assert shown.status_code == 200
    assert "席をご用意しました" in shown.text or "参加" in shown.text
    framed = browser.get("/admin/letters/registrations.confirmed/ja")
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert browser.get("/admin/letters/no.such/ja").status_code == 404


def test_letters_are_shown_to_the_operator_alone(browser):
    browser.sign_in(a_member())
    assert browser.get("/admin/letters").status_code == 403
    assert browser.get("/admin/letters/registrations.confirmed").status_code == 403
    assert browser.get("/admin/addresses").status_code == 403
