"""What somebody with little on their profile could add with one tap."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.models import User
from app.kit.db import db
from app.matching.queries.listed import FIELDS
from app.profiles.models import Profile, ProfileTag, Tag
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from app.profiles.visibility import Visibility
from app.registrations.models import Registration
from app.registrations.states import State

# Under so many a word would point at somebody.
FEWEST = 3
EACH = 4
# With fewer words than this a profile is helped.
PLENTY = 3
# What others need is what one could offer, and the other way round.
_ANSWERS = {
    Facet.OFFER: Facet.NEED,
    Facet.NEED: Facet.OFFER,
    Facet.INTEREST: Facet.INTEREST,
}


@dataclass(frozen=True)
class Chip:
    """A whole sentence to agree to, and the word that goes onto the profile."""

    facet: Facet
    word: str
    sentence: str


def chips_for(member: User) -> list[Chip]:
    """Sentences for a thin profile, from what people here look for, offer and like.

    Where one is going, first; else in the community. What is kept private counts for nothing.
    """
    profile = profile_of(member)
    own = {facet: {tag.id for tag in profile.tagged(facet)} for facet in _ANSWERS}
    if sum(map(len, own.values())) >= PLENTY:
        return []
    locale = str(get_locale())
    return [
        Chip(facet, tag.label_in(locale), _sentence(facet, tag.label_in(locale)))
        for facet, theirs in _ANSWERS.items()
        if not own[facet]
        for tag in _often_said(theirs, member)
        if tag.id not in own[facet]
    ]


def _sentence(facet: Facet, word: str) -> str:
    match facet:
        case Facet.OFFER:
            return str(_("I can help with %(tag)s", tag=word))
        case Facet.NEED:
            return str(_("I am looking for %(tag)s", tag=word))
        case _:
            return str(_("I am interested in %(tag)s", tag=word))


def _often_said(facet: Facet, member: User) -> list[Tag]:
    fellows = _fellows(member)
    return _most_said(facet, member, fellows) or _most_said(facet, member, None)


def _most_said(facet: Facet, member: User, fellows: "sa.Select[int] | None") -> list[Tag]:
    uses = sa.func.count(ProfileTag.member_id)
    chosen = Profile.visibility.op("->>", return_type=sa.Text())(FIELDS[facet])
    query = (
        sa.select(Tag)
        .join(ProfileTag, ProfileTag.tag_id == Tag.id)
        .join(Profile, Profile.member_id == ProfileTag.member_id)
        .where(ProfileTag.facet == facet, ProfileTag.member_id != member.id)
        .where(sa.func.coalesce(chosen, "") != Visibility.PRIVATE)
        .group_by(Tag.id)
        .having(uses >= FEWEST)
        .order_by(uses.desc(), Tag.id)
        .limit(EACH)
    )
    if fellows is not None:
        query = query.where(ProfileTag.member_id.in_(fellows))
    return list(db.session.scalars(query))


def _fellows(member: User) -> "sa.Select[int]":
    """Ids of everybody who comes to the evenings `member` is coming to."""
    mine = sa.select(Registration.event_id).where(
        Registration.attendee_id == member.id, Registration.state == State.CONFIRMED
    )
    return sa.select(Registration.attendee_id).where(
        Registration.event_id.in_(mine), Registration.state == State.CONFIRMED
    )
