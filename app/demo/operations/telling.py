"""What some of the members say beyond a few tags."""

from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import User
from app.demo.rules import Calendar
from app.demo.story import Page, pages
from app.kit.db import db
from app.profiles.advising import Topic, add_topic
from app.profiles.backing import Ground, Telling, add_evidence, tell
from app.profiles.models import ADVICE_CAP, Profile, Tag
from app.profiles.queries import profile_of
from app.profiles.stating import state
from app.profiles.studying import note
from app.profiles.traits import Backing, Facet, Way


def tell_more(people: Mapping[str, User], days: Calendar) -> None:
    """Say what stands behind offers and needs, what somebody stands for, what they learn."""
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
        _state(profile, page, days)
        profile.not_for = page.get("not_for", "")
        profile.advice_cap = page.get("advice_cap", ADVICE_CAP)
        for each in page.get("advice", ()):
            add_topic(profile, Topic(each["topic"], tuple(map(Way, each["ways"])), each["minutes"]))
        for each in page.get("studies", ()):
            note(profile, each["words"], days.on(each["day"], "12:00").date())
        if "study_log" in page:
            profile.visibility = {**profile.visibility, "study_log": page["study_log"]}


def _state(profile: Profile, page: Page, days: Calendar) -> None:
    for each in page.get("before", ()):
        state(profile, each["words"], at=days.on(each["since"], "12:00"))
    if "statement" in page:
        since = days.on(page.get("statement_since", -14), "12:00")
        state(profile, page["statement"], at=since)


def _ground(each: Page, tags: dict[str, int]) -> Ground:
    return Ground(
        kind=Backing(each["kind"]),
        what=each["what"],
        place=each.get("place", ""),
        from_year=each.get("from"),
        to_year=each.get("to"),
        offer=tags[each["offer"]] if "offer" in each else None,
    )
