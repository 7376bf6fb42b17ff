"""What search engines may read, in both languages (sitemaps.org, with alternates)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from app.accounts.locale import LOCALES
from app.kit.letters import absolute

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
LASTING = ("/", "/events", "/groups", "/about", "/help", "/privacy")


def sitemap(events: Sequence[tuple[str, datetime]], groups: Sequence[str]) -> bytes:
    """The file: lasting pages, groups, then events as (slug, changed at)."""
    root = Xml.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for path, changed_at in _pages(events, groups):
        page = Xml.SubElement(root, "url")
        Xml.SubElement(page, "loc").text = absolute(path)
        if changed_at is not None:
            Xml.SubElement(page, "lastmod").text = f"{changed_at.astimezone(UTC):%Y-%m-%d}"
        for locale in LOCALES:
            href = absolute(f"{path}?lang={locale}")
            Xml.SubElement(page, "xhtml:link", rel="alternate", hreflang=locale, href=href)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _pages(
    events: Sequence[tuple[str, datetime]], groups: Sequence[str]
) -> Iterator[tuple[str, datetime | None]]:
    for path in LASTING:
        yield path, None
    for slug in groups:
        yield f"/groups/{slug}", None
    for slug, changed_at in events:
        yield f"/events/{slug}", changed_at
