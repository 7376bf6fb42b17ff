"""What some of the members say beyond a few tags."""

import sqlalchemy as sa

from app.demo.operations.people import People
from app.demo.story import Page, pages
from app.kit.db import db
from app.profiles.backing import Ground, Telling, add_evidence, tell
from app.profiles.models import Tag
from app.profiles.queries import profile_of
from app.profiles.traits import Backing, Facet


def tell_more(people: People) -> None:
    """Say what stands behind offers and needs."""
    tags = {tag.slug: tag.id for tag in db.session.scalars(sa.select(Tag)) if tag.slug}
    for page in pages("words"):
        profile = profile_of(people[page["member"]])
        said = {
            (Facet.OFFER, tags[slug]): Telling(words)
            for slug, words in page.get("offers", {}).items()
        } | {
            (Facet.NEED, tags[slug]): Telling(each["words"], each.get("standard", ""))
            for slug, each in page.get("needs", {}).items()
        }
        tell(profile, said)
        for each in page.get("evidence", ()):
            add_evidence(profile, _ground(each, tags))


def _ground(each: Page, tags: dict[str, int]) -> Ground:
    return Ground(
        kind=Backing(each["kind"]),
        what=each["what"],
        place=each.get("place", ""),
        from_year=each.get("from"),
        to_year=each.get("to"),
        offer=tags[each["offer"]] if "offer" in each else None,
    )
