"""What people say of their offers, and what these rest on, as far as a reader may know it."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.profiles.models import Evidence, Profile, ProfileTag
from app.profiles.queries import profiles_of
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness, is_open


def offers_told(ids: Collection[int], closeness: Closeness) -> dict[tuple[int, int], str]:
    """The sentence about an offer, by person and tag."""
    query = (
        sa.select(Profile.member_id, ProfileTag.tag_id, ProfileTag.words, Profile.visibility)
        .join(ProfileTag, ProfileTag.member_id == Profile.member_id)
        .where(Profile.member_id.in_(ids))
        .where(ProfileTag.facet == Facet.OFFER, ProfileTag.words != "")
    )
    return {
        (row.member_id, row.tag_id): row.words
        for row in (db.session.execute(query) if ids else ())
        if is_open(row.visibility, "offers", closeness)
    }


def backing_of(person: User, closeness: Closeness) -> list[Evidence]:
    """What the offers of one person rest on."""
    profile = profiles_of([person.id]).get(person.id)
    return profile.backing(closeness) if profile is not None else []
