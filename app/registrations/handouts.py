"""What organizers print: name tags with a reading and two things to talk about."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.profiles.models import Profile
from app.profiles.queries import empty_profile, profiles_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from app.registrations.models import Registration

TOPICS_SHOWN = 2
# What one can give starts more conversations than what one likes.
TOPICS = (("offers", Facet.OFFER), ("interests", Facet.INTEREST))


@dataclass(frozen=True)
class NameTag:
    """One card to wear: what every member may read, since a tag is read by the whole room."""

    person: User
    slot: str
    company: str
    topics: Sequence[str]


def name_tags(rows: Sequence[Registration], locale: str) -> list[NameTag]:
    """A tag for each of those who come, in the order given."""
    profiles = profiles_of([row.attendee_id for row in rows])
    return [_tag(row, profiles.get(row.attendee_id), locale) for row in rows]


def _tag(row: Registration, profile: Profile | None, locale: str) -> NameTag:
    profile = profile or empty_profile(row.attendee_id)
    return NameTag(
        person=row.attendee,
        slot=row.slot.name if row.slot else "",
        company=profile.company if profile.shows("company", Closeness.MEMBER) else "",
        topics=_topics(profile, locale),
    )


def _topics(profile: Profile, locale: str) -> list[str]:
    labels = [
        tag.label_in(locale)
        for field, facet in TOPICS
        if profile.shows(field, Closeness.MEMBER)
        for tag in profile.tagged(facet)
    ]
    return list(dict.fromkeys(labels))[:TOPICS_SHOWN]
