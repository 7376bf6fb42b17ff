"""Matching from rows to sentences: who is named to whom, and why."""

import pytest
from flask_babel import force_locale

from app.connections.people import card_for
from app.groups.rules import Kind
from app.kit.clock import now
from app.kit.db import db
from app.matching.models import Round, Seat
from app.matching.operations import dismiss
from app.matching.queries import missed, suggestions, table_mates
from app.matching.rules.seating import RoundState
from app.profiles.models import ProfileTag, Tag
from app.profiles.queries import profile_of
from app.profiles.traits import AgeGroup, Facet, Stance
from tests.factories import (
    an_arrival,
    blocked,
    connected,
    saved,
    tagged,
)


def sat_together(event, *members):
    """One table of a round that has begun."""
    seats = [Seat(member_id=member.id, table_no=1) for member in members]
    saved(
        Round(
            event_id=event.id,
            number=1,
            state=RoundState.RUNNING,
            size=2,
            seed=1,
            planned_at=now(),
            began_at=now(),
            seats=seats,
        )
    )


def named(found):
    return [match.person for match in found.matches]


def lines_between(event, viewer, other):
    found = suggestions(event, viewer, at=now())
    return next(match.lines for match in found.matches if match.person == other)


def test_a_need_meets_its_offer_and_both_sides_say_so(evening):
    event, seats = evening
    aoi, ren, *_ = seats
    said = lines_between(event, aoi, ren)[0]
    assert said.text == "They can help with web design, and you are looking for just that."
    assert (said.mine, said.theirs) == ("Looking for web design", "Can help with web design")
    assert (said.my_field, said.their_field) == ("needs", "offers")
    with force_locale("ja"):
        back = lines_between(event, ren, aoi)[0]
        assert (back.mine, back.theirs) == (
            "web designでお役に立てます",
            "web designを求めています",
        )


def test_those_who_hide_are_suggested_to_nobody_and_get_no_suggestions(evening):
    event, seats = evening
    aoi, _ren, _mio, yui = seats
    assert yui not in named(suggestions(event, aoi, at=now()))
    assert suggestions(event, yui, at=now()) is None


def test_once_the_viewer_has_arrived_only_those_who_are_here_are_named(evening):
    event, seats = evening
    aoi, ren, mio, _yui = seats
    an_arrival(seats[aoi])
    an_arrival(seats[mio])
    found = suggestions(event, aoi, at=now())
    assert found.is_arrived_only
    assert named(found) == [mio]
    an_arrival(seats[ren])
    assert set(named(suggestions(event, aoi, at=now()))) == {ren, mio}


@pytest.mark.parametrize("reason", ["block", "known", "dismissed", "opted out", "selling"])
def test_hard_constraints_hold_in_both_directions(evening, reason):
    event, seats = evening
    aoi, ren, *_ = seats
    if reason == "block":
        blocked(ren, aoi)
    elif reason == "known":
        connected(aoi, ren)
    elif reason == "dismissed":
        dismiss(ren, aoi, at=now())
    elif reason == "opted out":
        profile_of(ren).is_matched = False
    else:
        profile_of(ren).stance = Stance.SELLING
    db.session.commit()
    assert ren not in named(suggestions(event, aoi, at=now()))
    theirs = suggestions(event, ren, at=now())
    assert aoi not in named(theirs)


def test_what_is_kept_private_changes_nothing_anybody_can_see(evening):
    event, seats = evening
    aoi, ren, *_ = seats
    profile = profile_of(ren)
    profile.visibility = {"hometown": "private", "offers": "private"}
    db.session.commit()
    before = suggestions(event, aoi, at=now())
    profile.hometown = "Nagano"
    tagged(ren, Facet.OFFER, "pottery", "tea")
    db.session.expire_all()
    assert suggestions(event, aoi, at=now()) == before
    assert all("web design" not in str(match.lines) for match in before.matches)


def test_what_may_count_but_not_be_named_is_only_hinted_at(evening):
    event, seats = evening
    aoi, ren, *_ = seats
    for member in (aoi, ren):
        profile_of(member).hometown = "Nagano"
        profile_of(member).visibility = {"hometown": "matching"}
    db.session.commit()
    match = next(m for m in suggestions(event, aoi, at=now()).matches if m.person == ren)
    assert "Nagano" not in str(match.lines)
    assert match.has_more
    assert "hometown" not in card_for(aoi, ren).words


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en", "You are both learning English now."),
        ("ja", "おふたりとも、いま英語を学んでいます。"),
    ],
)
def test_what_both_are_learning_now_is_a_reason_in_words_of_its_own(evening, locale, sentence):
    event, (aoi, ren, *_others) = evening
    english = saved(Tag(label_ja="英語", label_en="English"))
    for member in (aoi, ren):
        saved(ProfileTag(member_id=member.id, facet=Facet.LEARNING, tag_id=english.id, position=0))

    with force_locale(locale):
        assert sentence in [line.text for line in lines_between(event, aoi, ren)]
        profile_of(ren).visibility = {"learning": "matching"}
        db.session.commit()
        assert sentence not in [line.text for line in lines_between(event, aoi, ren)]


def test_an_age_in_common_is_named_only_by_those_who_say_so(evening):
    event, (aoi, ren, *_others) = evening
    event.group.kind = Kind.STUDY_GROUP
    for member in (aoi, ren):
        profile_of(member).age_group = AgeGroup.THIRTIES
    db.session.commit()

    def said():
        return [line.text for line in lines_between(event, aoi, ren)]

    assert "You are both in your 30s." not in said()
    for member in (aoi, ren):
        profile_of(member).visibility = {"age_group": "matches"}
    db.session.commit()
    assert "You are both in your 30s." in said()
    with force_locale("ja"):
        assert "おふたりとも30代です。" in said()
    event.group.kind = Kind.CROSS_INDUSTRY
    db.session.commit()
    assert "You are both in your 30s." not in said()


def test_the_recap_knows_who_sat_together_and_who_was_missed(evening):
    event, seats = evening
    aoi, ren, mio, _yui = seats
    for member in (aoi, mio):
        an_arrival(seats[member])
    sat_together(event, aoi, mio)
    an_arrival(seats[ren])
    assert table_mates(event, aoi) == [mio]
    assert [match.person for match in missed(event, aoi, at=now())] == [ren]
    blocked(mio, aoi)
    assert table_mates(event, aoi) == []
