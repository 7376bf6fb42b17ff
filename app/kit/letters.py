"""Letters: written in the reader's language, handed to the mail server later."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from jinja2 import TemplateNotFound

# "Dear Aoi Sato," and 「佐藤 葵 様」: a short paragraph that says nothing.
GREETING = re.compile(r".{0,80}(,|、|様|さん|こんにちは。)")
# Templates mark lines of a list as Japanese does.
BULLET = re.compile(r"^・", re.MULTILINE)
# So much of a letter stands beside its subject in a list of mail.
GLANCE = 140


class Reader(Protocol):
    """Whoever a letter is written for."""

    locale: str
    timezone: str


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail, ready to go. `text` is plain UTF-8; `html` is the same in full dress.

    `to` is an address still to be proven; without it the letter goes to the reader's own.
    `sender_name` stands before our address, where readers look for who writes. An answer goes to
    `reply_to`. Letters with the same `thread` are kept together in the reader's mailbox.
    """

    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str | None = None
    to: str | None = None
    sender_name: str = ""
    reply_to: str = ""
    thread: str = ""

    def stoppable_at(self, url: str) -> "Letter":
        """The same letter, which says at its head where one stops letters of its kind."""
        return replace(self, unsubscribe_url=url)


@dataclass(frozen=True)
class Gist:
    """A letter in one glance: what it is about, its first words, and where they lead."""

    subject: str
    words: str
    url: str


_text_only: ContextVar[bool] = ContextVar("text_only", default=False)


@contextmanager
def text_only() -> Iterator[None]:
    """Within this, letters are written without their full dress."""
    token = _text_only.set(True)
    try:
        yield
    finally:
        _text_only.reset(token)


_stops_at: ContextVar[str] = ContextVar("stops_at", default="")


@contextmanager
def stopping_at(url: str) -> Iterator[None]:
    """Within this, every letter says at its head and its foot that it can be stopped at `url`."""
    token = _stops_at.set(url)
    try:
        yield
    finally:
        _stops_at.reset(token)


def write(template: str, *, to: Reader, address: str | None = None, **context: object) -> Letter:
    """Render `templates/<template>.txt` and `.html`; the text's first line is the subject."""
    url = str(context.setdefault("unsubscribe_url", _stops_at.get()) or "")
    context |= {"reader": to, "link_to": cache(link_to)}  # both halves hold the same links
    with force_locale(to.locale):
        rendered = render_template(f"{template}.txt", **context)
        subject, _, text = rendered.partition("\n")
        words = _tidy(_with_foot(text, url))
        if to.locale != "ja":
            words = BULLET.sub("• ", words)
        letter = Letter(" ".join(subject.split()), words, to=address, unsubscribe_url=url)
        if _text_only.get():
            return letter
        try:
            glance = _first_words(words)[:GLANCE]
            html = render_template(
                f"{template}.html", subject=letter.subject, glance=glance, **context
            )
        except TemplateNotFound as missing:
            if missing.name != f"{template}.html":
                raise
            return letter
    return replace(letter, html=css_inline.inline(html, keep_style_tags=True))


def link_to(endpoint: str, **values: object) -> str:
    """The full address of one of our pages; works in a worker, where nobody is asking."""
    pages = current_app.url_map.bind("", url_scheme="http")
    return absolute(pages.build(endpoint, values))


def absolute(path: str) -> str:
    """The full address of a page, as a mail must give it."""
    return f"{current_app.config['BASE_URL']}{path}"


def gist(letter: Letter) -> Gist:
    """The letter without its greeting: the first paragraph and the first address of ours in it."""
    ours = re.escape(current_app.config["BASE_URL"])
    link = re.search(rf"^{ours}\S*$", letter.text, re.MULTILINE)
    return Gist(letter.subject, _first_words(letter.text), link[0] if link else "")


def on_trial(letter: Letter, *, locale: str) -> Letter:
    """The same letter, sent to its author to see how it looks."""
    with force_locale(locale):
        return replace(letter, subject=_("[TEST] %(subject)s", subject=letter.subject))


def _first_words(text: str) -> str:
    """The first paragraph that is no greeting, on one line."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return next((part for part in paragraphs if not GREETING.fullmatch(part)), "")


def _with_foot(text: str, url: str) -> str:
    """`text`, and where one stops such letters, unless it says so itself."""
    if not url or url in text:
        return text
    return f"{text.rstrip()}\n\n--\n{_('Unsubscribe: %(url)s', url=url)}"


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
