"""Whatever people write stays what they wrote: text, in pages, letters, files and headers."""

import csv
import email
import email.policy
import io
import re
from html.parser import HTMLParser

import pytest

from app.kit.clock import now
from app.kit.db import db
from app.kit.markdown import to_html
from app.notifications.composers import compose
from app.profiles.queries import profile_of
from app.registrations.models import Registration
from tests.factories import a_group, a_member, a_seat, an_event, owner_of
from tests.notifications.drafting import Withheld, draft
from tests.safety.routes import EVENT, INTRODUCTION, ORGANIZER, PERSON, pages
from tests.safety.town import every_mail

# What a template or a format string would make of the town's texts.
EVALUATED = str(7 * 7777)
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
SCHEME = re.compile(r"[\x00-\x20]*[a-z][a-z0-9+.-]*[\x00-\x20]*:", re.IGNORECASE)
HARMLESS = re.compile(r"(https?://|webcal://|mailto:|tel:|data:image/)", re.IGNORECASE)
BRACKETS = re.compile(r"<\s*zqx", re.IGNORECASE)


class Reader(HTMLParser):
    """Reads a page as a browser does and notes what would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes |= given.keys()
        is_data = given.get("type") == "application/ld+json"
        is_caged = tag == "iframe" and given.get("sandbox") == ""
        if tag in ("zqx", "iframe", "object", "embed", "base") and not is_caged:
            self.alive.append(tag)
        if tag == "script" and "src" not in given and not is_data:
            self.alive.append("an inline script")
        self.alive += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.alive += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name in ADDRESSES and SCHEME.match(value or "") and not HARMLESS.match(value or "")
        ]


def is_page(page: object) -> bool:
    return page.mimetype == "text/html"


def test_no_text_breaks_out_of_a_page(walk):
    # Letters are dressed by a program that leaves < as it is between quotes; their parts are
    # looked at below.
    written = [p for p in walk if is_page(p) and not p.path.endswith("/letter")]
    assert [(p.reader, p.path) for p in written if BRACKETS.search(p.text)] == []


def test_no_text_is_taken_for_a_template(walk):
    assert [(p.reader, p.path) for p in walk if f"&#39;{EVALUATED}" in p.text] == []


def test_pages_hold_nothing_that_runs(walk):
    shown = {page.path: page for page in walk if is_page(page) and page.status == 200}
    found = {path: Reader(page.text).alive for path, page in shown.items()}
    assert {path: alive for path, alive in found.items() if alive} == {}
    assert len(shown) > 80


def test_pages_in_japanese_are_as_safe(visit, unchanged):
    looked_at = pages(visit.app, visit.town, EVENT | PERSON | ORGANIZER | INTRODUCTION)
    visitor = visit.reading_in("host", "ja")
    for path in looked_at:
        answer = visitor.get(path)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            text = answer.get_data(as_text=True)
            assert 'lang="ja"' in text or "<html" not in text
            assert not BRACKETS.search(text), path
            assert not Reader(text).alive, path


def test_the_hostile_texts_were_there(walk):
    seen = [page for page in walk if "&lt;zqx" in page.text]
    assert len({page.path for page in seen}) > 40


def test_letters_hold_nothing_that_runs(visit, unchanged):
    with visit.app.app_context():
        for mail in every_mail():
            letter = compose(mail)
            if letter is not None and letter.html:
                assert not Reader(letter.html).alive, mail.kind
        db.session.rollback()


def test_calendars_and_structured_data_keep_to_their_form(walk):
    calendars = [p for p in walk if p.path.endswith(".ics") and p.status == 200]
    assert calendars
    for page in calendars:
        names = {line.partition(":")[0].partition(";")[0] for line in page.text.split("\r\n")}
        assert "ATTENDEE" not in names
        is_of_one = page.path.startswith("/events/")
        assert page.text.count("BEGIN:VEVENT") == 1 or not is_of_one
    for page in walk:
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text):
            assert "<" not in data


DANGEROUS_CELLS = (
    *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1"),
    *("＝1+1", "＋1", "－1", "＠SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")'),
)


def test_the_list_as_a_file_runs_nothing_in_a_spreadsheet(transaction, browser):
    group = a_group()
    event = an_event(group)
    for cell in DANGEROUS_CELLS:
        guest = a_member(cell, cell, display_name=cell, reading=cell)
        a_seat(event, guest, reference=cell, purpose=cell)
    browser.sign_in(owner_of(group))
    text = browser.get(f"/events/{event.slug}/attendees.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(DANGEROUS_CELLS) + 1
    cells = [cell for row in rows for cell in row]
    assert [c for c in cells if c.lstrip().startswith(tuple("=+-@＝＋－＠"))] == []


BREAKS = ("\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00")


@pytest.mark.parametrize("sign", BREAKS)
def test_no_name_or_title_adds_a_header(transaction, sign):
    """Rows may hold anything, however they came to be."""
    sign = sign.replace("\x00", "")
    evil = f"Weft{sign}Bcc: evil@example.net{sign}{sign}<b>body</b>"
    group = a_group(name=evil)
    event = an_event(group, title=evil, place_name=evil)
    guest = a_member(evil, evil)
    seat = a_seat(event, guest)
    from app.registrations.mails import confirmed

    confirmed(db.session.get(Registration, seat.id), at=now())
    db.session.commit()
    (mail,) = every_mail()
    message = email.message_from_bytes(draft(mail.id, now()).content, policy=email.policy.SMTP)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == guest.email
    assert len(message["To"].addresses) == 1


def test_addresses_that_would_address_others_are_not_written_to(transaction):
    for address in ("a@example.org,b@example.org", "a@example.org\nBcc: b@example.org", "a b@c.d"):
        guest = a_member(email=address)
        seat = a_seat(an_event(), guest)
        from app.registrations.mails import confirmed

        confirmed(db.session.get(Registration, seat.id), at=now())
        db.session.commit()
        try:
            envelope = draft(every_mail()[-1].id, now())
        except Withheld:
            continue
        assert "," not in envelope.recipient
        head = envelope.content.partition(b"\r\n\r\n")[0]
        assert b"\r\nBcc" not in head


@pytest.mark.parametrize(
    "website",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x"),
        *("vbscript:x", "file:///etc/passwd", "//evil.example", "java\tscript:alert(1)"),
        *("http:evil", "https://", "mailto:a@example.org", "&#106;avascript:alert(1)"),
    ],
)
def test_a_website_is_an_address_of_the_web(transaction, browser, website):
    member = a_member()
    browser.sign_in(member)
    browser.post("/profile", data={"website": website, "stance": "none"})
    db.session.expire_all()
    kept = profile_of(member).website
    assert kept == "" or re.match(r"https://[^/]", kept)
    assert not re.match(r"https://(evil|javascript)", kept)


SCHEMES = ("javascript", "JAVASCRIPT", "java&#115;cript", "vbscript", "data", "file", "blob")
MARKDOWN = (
    "**<img src=x onerror=alert(1)>**",
    "> <script>alert(1)</script>",
    "1. <svg onload=alert(1)>",
    "[a](https://x)<script>alert(1)</script>",
    "|[a](javascript:alert(1))|\n|-|\n|b|",
    "「**<script>alert(1)</script>**」",
    *(f"[a]({scheme}:alert(1))" for scheme in SCHEMES),
    *(f"<{scheme}:alert(1)>" for scheme in SCHEMES),
    *(f"[a]: {scheme}:alert(1)\n\n[a]" for scheme in SCHEMES),
    *(f"![a]({scheme}:alert(1))" for scheme in SCHEMES),
    *(f"[a](\t{scheme}:alert(1))" for scheme in SCHEMES),
    *(f"[a](\x01{scheme}:alert(1))" for scheme in SCHEMES),
    *(f'<a href="{scheme}:alert(1)">a</a>' for scheme in SCHEMES),
    "[a](<javascript:alert(1)>)",
    "[a](java\nscript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[a](//evil.example)",
    '[a](https://x "onmouseover=alert(1)")',
    "[a](https://x 'a\" onmouseover=\"alert(1)')",
    '![a](https://x"onerror="alert(1))',
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil><input name=password></form>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<link rel=stylesheet href=//evil>",
    "<style>@import '//evil'</style>",
    "<p style='position:fixed'>a</p>",
    "<p class=button id=login>a</p>",
    "<details open ontoggle=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\na\n```',
    "    <script>alert(1)</script>",
    "|a|\n|-|\n|<script>alert(1)</script>|",
    "<heading3>a</heading3>",
    "# <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "<a\nhref=javascript:alert(1)>a</a>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<textarea><script>alert(1)</script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)>",
    "<isindex action=javascript:alert(1) type=submit>",
    "[a](https://example.org/%0d%0aSet-Cookie:a=b)",
    "<<script>script>alert(1)<</script>/script>",
    "[![a](javascript:alert(1))](javascript:alert(1))",
    '<https://example.org/"onmouseover="alert(1)>',
)


def test_markdown_becomes_nothing_that_runs():
    assert len(MARKDOWN) >= 100
    for source in MARKDOWN:
        page = str(to_html(source))
        assert not Reader(page).alive, source
        assert not re.search(r"<(script|img|svg|style|form|input|meta|link|math)\b", page), source
        assert not {"style", "class", "id", "srcdoc"} & Reader(page).attributes, source
