"""The card with which one introduces oneself in a minute: one's own words, else one's profile."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import User
from app.events.models import Event
from app.profiles.models import Profile
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.registrations import queries
from app.registrations.models import Registration, SelfIntroduction
from app.registrations.rules import A_LITTLE_OVER, LONGEST_PART, Minute, seconds

MOST_NAMED = 3


@dataclass(frozen=True)
class Card:
    """What somebody says of themselves at one event. `is_own`: written by them for this one."""

    person: User
    minute: Minute
    is_own: bool
    goes_on_paper: bool

    @property
    def seconds(self) -> int:
        """How long it takes to say, name included."""
        said = self.minute
        return seconds(self.person.full_name, said.does, said.talks_about, said.gives)

    @property
    def is_long(self) -> bool:
        return self.seconds > A_LITTLE_OVER


def card_of(registration: Registration, me: User, locale: str) -> Card:
    """The holder's own card: as they wrote it, else made from their profile and their wish."""
    own = queries.introduction_of(registration)
    if own is not None:
        return _written(me, own)
    return Card(me, _made_up(registration, profile_of(me), locale), False, False)


def cards_on_paper(event: Event) -> list[Card]:
    """The cards of those who let the organizers print theirs."""
    return [_written(row.attendee, own) for row, own in queries.introductions_on_paper(event)]


def _written(person: User, own: SelfIntroduction) -> Card:
    minute = Minute(own.does, own.talks_about, own.gives)
    return Card(person, minute, True, own.goes_on_paper)


def _made_up(registration: Registration, profile: Profile, locale: str) -> Minute:
    work = [word for word in (profile.occupation, profile.company) if word]
    interests = _named(profile, Facet.INTEREST, locale)
    return Minute(
        does=(profile.headline or " · ".join(work))[:LONGEST_PART],
        talks_about=(registration.purpose_note or interests)[:LONGEST_PART],
        gives=_named(profile, Facet.OFFER, locale)[:LONGEST_PART],
    )


def _named(profile: Profile, facet: Facet, locale: str) -> str:
    labels = [tag.label_in(locale) for tag in profile.tagged(facet)]
    return str(_(", ").join(labels[:MOST_NAMED]))
