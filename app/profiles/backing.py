"""What stands behind a profile's words: a sentence for each offer and need, and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.kit.db import db, lock
from app.kit.errors import Refused
from app.profiles.models import Evidence, Profile
from app.profiles.operations import kept_row
from app.profiles.tagging import tag_spelled
from app.profiles.traits import Backing, Facet

MOST_EVIDENCE = 12
FIRST_YEAR = 1900


class EnoughEvidence(Refused):
    message = _l("Twelve lines are enough. Please take one off first.")


class NotAnOffer(Refused):
    message = _l("This is not on your profile (any more).")


@dataclass(frozen=True)
class Telling:
    """What one says of a tag: what I can do, or what it is for; and by which standard."""

    words: str = ""
    standard: str = ""


@dataclass(frozen=True)
class Ground:
    """One thing done or learned. `offer` is the tag it stands behind; None: all of them."""

    kind: Backing
    what: str
    place: str = ""
    from_year: int | None = None
    to_year: int | None = None
    offer: int | None = None


def tell(profile: Profile, said: Mapping[tuple[Facet, int], Telling]) -> None:
    """Say more of tags that are on the profile; those that have gone meanwhile are passed over."""
    for mark in profile.tags:
        telling = said.get((mark.facet, mark.tag_id))
        if telling is not None:
            mark.words, mark.standard = telling.words, telling.standard


def tell_all(profile: Profile, facet: Facet, said: Mapping[str, Telling]) -> None:
    """Replace what is said of one facet's tags, each named by a word for it. Raises NotAnOffer."""
    telling = {_on(profile, facet, word): each for word, each in said.items()}
    for tag in profile.tagged(facet):
        telling.setdefault(tag.id, Telling())
    tell(profile, {(facet, tag_id): each for tag_id, each in telling.items()})


def set_evidence(profile: Profile, grounds: Sequence[tuple[str, Ground]]) -> None:
    """Replace everything written down, each with a word for the offer, or none for all of them.

    Raises EnoughEvidence, NotAnOffer.
    """
    if len(grounds) > MOST_EVIDENCE:
        raise EnoughEvidence
    rows = [
        _filled(
            Evidence(), replace(ground, offer=_on(profile, Facet.OFFER, word) if word else None)
        )
        for word, ground in grounds
    ]
    profile.evidence = sorted(
        rows, key=lambda row: (row.kind != Backing.WORK, -(row.from_year or 0))
    )
    db.session.flush()


def add_evidence(profile: Profile, ground: Ground) -> Evidence:
    """Write down one thing more. Raises EnoughEvidence, NotAnOffer."""
    lock(kept_row(profile))
    _require_offer(profile, ground.offer)
    if len(evidence_of(profile.member_id)) >= MOST_EVIDENCE:
        raise EnoughEvidence
    row = _filled(Evidence(member_id=profile.member_id), ground)
    db.session.add(row)
    db.session.flush()
    return row


def change_evidence(profile: Profile, row: Evidence, ground: Ground) -> None:
    """Write it anew. Raises NotAnOffer."""
    if ground.offer != row.tag_id:
        _require_offer(profile, ground.offer)
    _filled(row, ground)


def drop_evidence(row: Evidence) -> None:
    db.session.delete(row)


def leave_hint(profile: Profile, *, at: datetime) -> None:
    """Be asked no more what one's offers rest on."""
    kept_row(profile).hint_left_at = at


def asks_for_evidence(profile: Profile) -> bool:
    """Whether something is offered that rests on nothing, and its owner may still be asked."""
    offers = profile.tagged(Facet.OFFER)
    return bool(offers and not profile.evidence and profile.hint_left_at is None)


def evidence_of(member_id: int) -> list[Evidence]:
    """Everything the member has written down, in the order it is read."""
    query = (
        sa.select(Evidence)
        .where(Evidence.member_id == member_id)
        .order_by(Evidence.kind.desc(), Evidence.from_year.desc().nulls_last(), Evidence.id)
    )
    return list(db.session.scalars(query))


def _filled(row: Evidence, ground: Ground) -> Evidence:
    row.kind, row.what, row.place = ground.kind, ground.what, ground.place
    row.from_year, row.tag_id = ground.from_year, ground.offer
    row.to_year = ground.to_year if ground.kind == Backing.WORK else None
    return row


def _on(profile: Profile, facet: Facet, word: str) -> int:
    """The tag of the profile that `word` is a spelling of."""
    tag = tag_spelled(word)
    if tag is None or tag.id not in {each.id for each in profile.tagged(facet)}:
        raise NotAnOffer
    return tag.id


def _require_offer(profile: Profile, tag_id: int | None) -> None:
    if tag_id is not None and tag_id not in {tag.id for tag in profile.tagged(Facet.OFFER)}:
        raise NotAnOffer
