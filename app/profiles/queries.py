"""Finding profiles, with the tags they are made of."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.kit.db import db
from app.profiles.models import ADVICE_CAP, Profile, ProfileTag, Tag, WorryOf
from app.profiles.traits import Facet, Stance, Worry

FEWEST = 3


def profile_of(member: User) -> Profile:
    """The member's profile with its tags; an empty one, not yet kept, where there is none."""
    found = profiles_of([member.id]).get(member.id)
    return found if found is not None else empty_profile(member.id)


def profiles_of(member_ids: Collection[int]) -> dict[int, Profile]:
    """Profiles with their tags, by member; members without a profile are left out."""
    query = (
        sa.select(Profile)
        .options(selectinload(Profile.tags), selectinload(Profile.evidence))
        .where(Profile.member_id.in_(member_ids))
        .order_by(Profile.member_id)
    )
    return {profile.member_id: profile for profile in db.session.scalars(query)}


def profiles_in_words(member_ids: Collection[int]) -> dict[int, Profile]:
    """The same without their tags, for those who read words alone. What is changed is not kept."""
    query = sa.select(Profile.__table__).where(Profile.member_id.in_(member_ids))
    rows = db.session.execute(query).mappings()
    return {row["member_id"]: Profile(**row, tags=[], evidence=[]) for row in rows}


def empty_profile(member_id: int) -> Profile:
    """A profile that says nothing, with every default that a kept one would have."""
    return Profile(
        member_id=member_id,
        headline="",
        company="",
        industry="",
        occupation="",
        hometown="",
        school="",
        age_group="",
        languages=[],
        purposes=[],
        stance=Stance.NONE,
        phone="",
        line_id="",
        website="",
        statement="",
        statement_at=None,
        not_for="",
        advice_cap=ADVICE_CAP,
        visibility={},
        is_reachable=False,
        is_connector=False,
        is_matched=True,
        tells_ties=False,
        tags=[],
        evidence=[],
    )


def worries_of(member_id: int) -> list[Worry]:
    """What a member struggles with: for their own eyes."""
    query = sa.select(WorryOf.worry).where(WorryOf.member_id == member_id)
    return list(db.session.scalars(query.order_by(WorryOf.worry)))


def popular_tags(facet: Facet, locale: str, limit: int = 8) -> list[str]:
    """What people here most often say under `facet`, once several of them do."""
    uses = sa.func.count(ProfileTag.member_id)
    query = (
        sa.select(Tag)
        .join(ProfileTag, ProfileTag.tag_id == Tag.id)
        .where(ProfileTag.facet == facet)
        .group_by(Tag.id)
        .having(uses >= FEWEST)
        .order_by(uses.desc(), Tag.id)
        .limit(limit)
    )
    return [tag.label_in(locale) for tag in db.session.scalars(query)]
