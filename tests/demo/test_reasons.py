"""Every reason that anybody of the demonstration community may read is true of both profiles.

All there could be are read, for every pair; what pages show is held to be among those.
"""

from functools import cache

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from app.accounts.models import User
from app.demo.story import LAST, NEXT, TONIGHT
from app.events.models import Event
from app.kit.db import db
from app.matching.circles import circle, community_ids, fellows_of
from app.matching.engine.score import Why
from app.matching.queries import missed, suggestions, week_for
from app.matching.queries.lists import who_shows_themselves
from app.matching.queries.matches import Pick, matches_for_each
from app.matching.rules.listing import Came
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


key_of = cache(tag_key)


@pytest.fixture(autouse=True)
def fresh():
    yield
    profile_called.cache_clear()
    values.cache_clear()


@cache
def profile_called(member):
    return profile_of(member)


@cache
def keys_of(words):
    return {key_of(word) for word in words}


@cache
def values(member, field, locale, event=None):
    """What stands in one field of somebody's profile, as a reader of `locale` would call it."""
    profile = profile_called(member)
    if field in TAGGED:
        return frozenset(tag.label_in(locale) for tag in profile.tagged(TAGGED[field]))
    if field == "purposes":
        seat = registration_of(event, member) if event is not None else None
        now = [seat.purpose] if seat is not None and seat.purpose else profile.purposes
        return frozenset(word_for(code) for code in now)
    if field == "languages":
        return frozenset(word_for(code) for code in profile.languages)
    if field == "age_group":
        return frozenset({word_for(profile.age_group)} - {""})
    if field == "industry":
        return frozenset({industry_name(profile.industry)} - {""})
    return frozenset({getattr(profile, field)} - {""})


def lies(viewer, match, locale, closeness, event=None):
    """The sentences about `match` that are not borne out by both profiles, as shown to `viewer`."""
    wrong = []
    for line in match.lines:
        mine = values(viewer, line.my_field, locale, event)
        theirs = values(match.person, line.their_field, locale, event)
        if line.both:
            keys = keys_of(mine) & keys_of(theirs)
            is_true = any(word in line.both and key_of(word) in keys for word in mine | theirs)
        else:
            is_true = any(word in line.mine for word in mine) and any(
                word in line.theirs for word in theirs
            )
        if line.kind in {Why.THEY_OFFER, Why.YOU_OFFER}:
            is_true = is_true and any(word in line.text for word in mine & theirs)
        is_open = profile_called(match.person).shows(line.their_field, closeness)
        if not (is_true and is_open):
            wrong.append((viewer.full_name, match.person.full_name, line.text))
    return wrong


def read_by(locale, viewers, others_of, event, among):
    """What each of these viewers may read of each of the others: by the two, their match."""
    picked = {one: [Pick(id_, Came.BEST) for id_ in others_of(one)] for one in viewers}
    closeness = Closeness.MATCH if event is not None else Closeness.MEMBER
    wrong, found = [], {}
    with force_locale(locale):
        for viewer_id, matches in matches_for_each(picked, among, closeness).items():
            viewer = db.session.get_one(User, viewer_id)
            for match in matches:
                found[viewer_id, match.person.id] = {line.text for line in match.lines}
                wrong += lies(viewer, match, locale, closeness, event)
    return found, wrong


def in_both_languages(ids, others_of, event=None):
    """Everything there is to read: every other viewer reads Japanese, the next one English."""
    among, ids = circle(event, ids, at=AT), sorted(ids)
    japanese, lies_in_japanese = read_by("ja", ids[::2], others_of, event, among)
    english, lies_in_english = read_by("en", ids[1::2], others_of, event, among)
    return japanese | english, lies_in_japanese + lies_in_english


def of_some(ids, step):
    """One of so many, with the language they have been read to in; `step` is odd."""
    return [("en" if at % 2 else "ja", id_) for at, id_ in enumerate(sorted(ids))][::step]


def is_read(viewer, matches, found):
    """Whether everything these matches say is among what has been read."""
    return all(
        {line.text for line in match.lines} <= found[viewer.id, match.person.id]
        for match in matches
    )


def test_every_reason_at_every_evening_is_true_of_both():
    query = sa.select(Event).where(Event.slug.in_((TONIGHT, NEXT, LAST)))
    for event in db.session.scalars(query).all():
        ids = who_shows_themselves(event)
        found, wrong = in_both_languages(ids, lambda one, ids=ids: ids - {one}, event)
        assert wrong == []
        assert len(found) == len(ids) * (len(ids) - 1)
        assert sum(map(len, found.values())) > 300
        for locale, id_ in of_some(ids, 5):
            viewer = db.session.get_one(User, id_)
            with force_locale(locale):
                listed = suggestions(event, viewer, at=AT, limit=8).matches
                assert is_read(viewer, [*listed, *missed(event, viewer, at=AT)], found)


def test_every_reason_in_the_community_is_true_and_open_to_every_member():
    ids = set(db.session.scalars(community_ids()))
    members = db.session.scalars(sa.select(User).where(User.id.in_(ids)).order_by(User.id)).all()
    fellows = {one.id: set(db.session.scalars(fellows_of(one))) - {one.id} for one in members}
    found, wrong = in_both_languages(ids, fellows.get)
    assert wrong == []
    assert sum(map(len, found.values())) > 10_000
    for locale, id_ in of_some(ids, 25):
        viewer = db.session.get_one(User, id_)
        with force_locale(locale):
            week = week_for(viewer, at=AT)
            assert is_read(viewer, week.found.matches if week.found else [], found)
