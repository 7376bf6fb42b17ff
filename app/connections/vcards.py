"""A contact as a file for address books: what the reader may see of somebody, and no more."""

from datetime import datetime

import vobject
from flask_babel import gettext as _
from vobject.vcard import Name

from app.connections.people import Card
from app.connections.rules import ContactField


def vcard(card: Card, marks: list[str], at: datetime) -> str:
    """The card as vCard 3.0 (RFC 2426), which every telephone reads; lines end with CR LF.

    `marks` are the reader's own words for sorting.
    """
    person, book = card.person, vobject.vCard()
    book.add("n").value = Name(family=person.family_name, given=person.given_name)
    book.add("fn").value = person.full_name
    book.add("uid").value = f"urn:kizuna:person:{person.public_id}"
    book.add("rev").value = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    _add_reading(book, person.reading)
    for line, field in (("title", "occupation"), ("role", "headline")):
        if card.words.get(field):
            book.add(line).value = card.words[field]
    if card.words.get("company"):
        book.add("org").value = [card.words["company"]]
    _add_contacts(book, card.contacts)
    if card.connection is not None and card.connection.event is not None:
        title = card.connection.event.title
        book.add("note").value = _("Met at “%(event)s”", event=title)
    if marks:
        book.add("categories").value = marks
    return str(book.serialize())


def _add_reading(book: vobject.base.Component, reading: str) -> None:
    """How the name is read, as telephones in Japan sort by it."""
    words = reading.split()
    if not words:
        return
    book.add("sort-string").value = reading
    book.add("x-phonetic-last-name").value = words[0]
    if len(words) > 1:
        book.add("x-phonetic-first-name").value = " ".join(words[1:])


def _add_contacts(book: vobject.base.Component, contacts: dict[str, str]) -> None:
    for field, value in contacts.items():
        match ContactField(field):
            case ContactField.EMAIL:
                line = book.add("email")
                line.type_param = "INTERNET"
            case ContactField.PHONE:
                line = book.add("tel")
                line.type_param = "CELL"
            case ContactField.WEBSITE:
                line = book.add("url")
            case ContactField.LINE:
                line = book.add("x-line")
        line.value = value
