import pytest

from app.kit.clock import now
from app.kit.db import db
from app.profiles.backing import Ground, add_evidence
from app.profiles.operations import Draft, save
from app.profiles.queries import profile_of
from app.profiles.shown import FACETS, LISTS, TEXTS, WORDS, lacking, shown
from app.profiles.traits import Backing, Facet
from app.profiles.visibility import DEFAULTS, Closeness, Visibility, is_open, levels_of
from tests.factories import a_member, tagged

SEES = {
    Visibility.PRIVATE: set(),
    Visibility.MATCHING: set(),
    Visibility.MATCHES: {Closeness.MATCH},
    Visibility.MEMBERS: {Closeness.MATCH, Closeness.MEMBER},
    Visibility.PUBLIC: {Closeness.MATCH, Closeness.MEMBER, Closeness.STRANGER},
}


NAMED = {*WORDS, *TEXTS, *LISTS, *FACETS, "stance", "evidence"}


def somebody(**visibility: str):
    member = a_member()
    for name, facet in FACETS.items():
        tagged(member, facet, f"canary {name}")
    words = {name: f"canary {name}" for name in (*WORDS, *TEXTS)}
    draft = Draft(**words, languages=["ja"], purposes=["friends"], visibility=visibility)
    profile = save(profile_of(member), draft, at=now())
    add_evidence(profile, Ground(Backing.WORK, "canary evidence"))
    db.session.expire_all()
    return profile_of(member)


def named(profile, closeness):
    seen = shown(profile, closeness)
    more = {"stance": seen.stance, "evidence": seen.evidence}
    return {*seen.words, *seen.lists, *seen.tags} | {name for name, it in more.items() if it}


@pytest.mark.parametrize("level", list(Visibility))
@pytest.mark.parametrize("closeness", [c for c in Closeness if c != Closeness.SELF])
def test_each_field_is_named_to_those_it_is_meant_for_and_nobody_else(level, closeness):
    profile = somebody(**dict.fromkeys(DEFAULTS, level.value))
    expected = NAMED if closeness in SEES[level] else set()
    assert named(profile, closeness) == expected


@pytest.mark.parametrize("field", sorted(NAMED))
def test_hiding_one_field_hides_only_that(field):
    everything = dict.fromkeys(DEFAULTS, "public")
    profile = somebody(**(everything | {field: "private"}))
    hidden = {field} | ({"evidence"} if field == "offers" else set())
    assert named(profile, Closeness.STRANGER) == NAMED - hidden


def test_every_field_has_a_level_of_its_own():
    assert set(DEFAULTS) == {*NAMED, "study_log", "advice"}


def test_by_default_people_without_an_account_see_nothing():
    assert named(somebody(), Closeness.STRANGER) == set()


def test_by_default_home_and_school_are_named_to_nobody():
    assert named(somebody(), Closeness.MATCH).isdisjoint({"hometown", "school"})


def test_how_old_somebody_is_stays_theirs_unless_they_open_it_and_is_never_for_everybody():
    for closeness in (Closeness.STRANGER, Closeness.MEMBER, Closeness.MATCH):
        assert "age_group" not in named(somebody(), closeness)
    assert [it.value for it in levels_of("age_group")] == [
        *("private", "matching", "matches", "members"),
    ]
    assert set(levels_of("school")) == set(Visibility)


def test_ways_to_be_reached_are_in_no_view_of_a_profile():
    profile = somebody(**dict.fromkeys(DEFAULTS, "public"))
    profile.phone, profile.line_id, profile.website = "canary-1", "canary-2", "canary-3"
    for closeness in Closeness:
        assert "canary-" not in str(shown(profile, closeness))


def test_a_field_without_a_level_is_an_error_rather_than_open():
    with pytest.raises(KeyError):
        is_open({}, "phone", Closeness.STRANGER)


def test_a_profile_says_what_it_lacks_until_it_is_there():
    member = a_member()
    assert lacking(profile_of(member))[:2] == ["offers", "needs"]
    tagged(member, Facet.OFFER, "law")
    from app.kit.db import db

    db.session.expire_all()
    assert "offers" not in lacking(profile_of(member))
    assert lacking(somebody()) == []
