"""Every reason that the demonstration community shows is true of both profiles."""

from itertools import product

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from app.accounts.models import User
from app.demo.story import LAST, NEXT, TONIGHT
from app.events.models import Event
from app.kit.db import db
from app.matching.engine.score import Why
from app.matching.queries import missed, suggestions, week_for
from app.matching.queries.lists import who_shows_themselves
from app.profiles.queries import profile_of
from app.profiles.rules import tag_key
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from app.profiles.wording import industry_name, word_for
from app.registrations.queries import registration_of
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("inside")

TAGGED = {"interests": Facet.INTEREST, "offers": Facet.OFFER, "needs": Facet.NEED,
          "hobbies": Facet.HOBBY, "learning": Facet.LEARNING}  # fmt: skip


def values(member, field, locale, event=None):
    """What stands in one field of somebody's profile, as a reader of `locale` would call it."""
    profile = profile_of(member)
    if field in TAGGED:
        return {tag.label_in(locale) for tag in profile.tagged(TAGGED[field])}
    if field == "purposes":
        seat = registration_of(event, member) if event is not None else None
        now = [seat.purpose] if seat is not None and seat.purpose else profile.purposes
        return {word_for(code) for code in now}
    if field == "languages":
        return {word_for(code) for code in profile.languages}
    if field == "age_group":
        return {word_for(profile.age_group)} - {""}
    if field == "industry":
        return {industry_name(profile.industry)} - {""}
    return {getattr(profile, field)} - {""}


def lies(viewer, match, locale, closeness, event=None):
    """The sentences about `match` that are not borne out by both profiles, as shown to `viewer`."""
    wrong = []
    for line in match.lines:
        mine = values(viewer, line.my_field, locale, event)
        theirs = values(match.person, line.their_field, locale, event)
        if line.both:
            is_true = any(
                tag_key(word) == tag_key(other) and (word in line.both or other in line.both)
                for word, other in product(mine, theirs)
            )
        else:
            is_true = any(word in line.mine for word in mine) and any(
                word in line.theirs for word in theirs
            )
        if line.kind in {Why.THEY_OFFER, Why.YOU_OFFER}:
            is_true = is_true and any(word in line.text for word in mine & theirs)
        is_open = profile_of(match.person).shows(line.their_field, closeness)
        if not (is_true and is_open):
            wrong.append((viewer.full_name, match.person.full_name, line.text))
    return wrong


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_reason_at_every_evening_is_true_of_both(locale):
    query = sa.select(Event).where(Event.slug.in_((TONIGHT, NEXT, LAST)))
    events = db.session.scalars(query).all()
    told, wrong = 0, []
    with force_locale(locale):
        for event in events:
            for id_ in sorted(who_shows_themselves(event))[::3]:
                viewer = db.session.get_one(User, id_)
                found = suggestions(event, viewer, at=AT, limit=8)
                matches = [*(found.matches if found else ()), *missed(event, viewer, at=AT)]
                for match in matches:
                    told += len(match.lines)
                    wrong += lies(viewer, match, locale, Closeness.MATCH, event)
    assert wrong == []
    assert told > 50


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_reason_in_the_community_is_true_and_open_to_every_member(locale):
    told, wrong = 0, []
    with force_locale(locale):
        for viewer in db.session.scalars(sa.select(User).order_by(User.id)).all()[::3]:
            week = week_for(viewer, at=AT)
            for match in week.found.matches if week.found else ():
                told += len(match.lines)
                wrong += lies(viewer, match, locale, Closeness.MEMBER)
    assert wrong == []
    assert told > 20
