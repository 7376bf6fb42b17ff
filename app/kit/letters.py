"""Letters: written in the reader's language, handed to the mail server later."""

import re
from dataclasses import dataclass
from typing import Protocol

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale
from jinja2 import TemplateNotFound


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
    `sender_name` stands before our address, where readers look for who writes.
    """

    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str | None = None
    to: str | None = None
    sender_name: str = ""


def write(template: str, *, to: Reader, address: str | None = None, **context: object) -> Letter:
    """Render `templates/<template>.txt` and `.html`; the text's first line is the subject."""
    with force_locale(to.locale):
        rendered = render_template(f"{template}.txt", reader=to, link_to=link_to, **context)
        subject, _, text = rendered.partition("\n")
        subject = " ".join(subject.split())
        try:
            html = render_template(
                f"{template}.html", reader=to, link_to=link_to, subject=subject, **context
            )
        except TemplateNotFound as missing:
            if missing.name != f"{template}.html":
                raise
            return Letter(subject, _tidy(text), to=address)
    dressed = css_inline.inline(html, keep_style_tags=True)
    return Letter(subject, _tidy(text), dressed, to=address)


def link_to(endpoint: str, **values: object) -> str:
    """The full address of one of our pages; works in a worker, where nobody is asking."""
    pages = current_app.url_map.bind("", url_scheme="http")
    return absolute(pages.build(endpoint, values))


def absolute(path: str) -> str:
    """The full address of a page, as a mail must give it."""
    return f"{current_app.config['BASE_URL']}{path}"


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
