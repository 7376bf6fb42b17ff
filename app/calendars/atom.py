"""News of a group for feed readers: Atom (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from app.events.models import Event
from app.kit.letters import absolute
from app.kit.markdown import to_html
from app.web.times import span

MIME = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
_NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Source:
    """Whose news it is: its name, and the paths of its page and of this feed."""

    name: str
    page: str
    feed: str


def feed(source: Source, events: Sequence[Event]) -> bytes:
    """The feed of `events`, newest first."""
    root = Xml.Element("feed", xmlns=ATOM)
    newest = max((event.changed_at for event in events), default=_NOTHING_YET)
    _say(root, "id", absolute(source.page))
    _say(root, "title", source.name)
    _say(root, "updated", _instant(newest))
    Xml.SubElement(root, "link", rel="self", type=MIME, href=absolute(source.feed))
    Xml.SubElement(root, "link", rel="alternate", type="text/html", href=absolute(source.page))
    for event in events:
        root.append(_entry(event))
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _entry(event: Event) -> Xml.Element:
    page = absolute(f"/events/{event.slug}")
    entry = Xml.Element("entry")
    _say(entry, "id", page)
    _say(entry, "title", event.title)
    _say(entry, "published", _instant(event.published_at or event.made_at))
    _say(entry, "updated", _instant(event.changed_at))
    _say(Xml.SubElement(entry, "author"), "name", event.group.name)
    Xml.SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    _say(entry, "summary", " · ".join(_facts(event)))
    content = _say(entry, "content", str(to_html(event.description)))
    content.set("type", "html")
    return entry


def _facts(event: Event) -> list[str]:
    when = span(event.starts_at, event.ends_at, event.timezone)
    return [text for text in (when, event.place_name, event.summary) if text]


def _say(parent: Xml.Element, tag: str, text: str) -> Xml.Element:
    element = Xml.SubElement(parent, tag)
    element.text = text
    return element


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
