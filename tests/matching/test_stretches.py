"""Of very many people a stretch is looked at, begun by lot; of few nobody is missed."""

from random import Random

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.kit.db import db
from app.matching.queries import listed
from app.profiles.models import ProfileTag
from app.profiles.queries import profile_of
from app.profiles.traits import Facet
from tests.factories import a_member, tagged


class Near(Random):
    """Lots that fall among the latest members: those of a test, whatever their numbers."""

    def randint(self, low, high):
        return super().randint(max(low, high - 34), high)


@pytest.fixture
def crowd(transaction, monkeypatch):
    """Aoi seeks weaving, which thirty offer, and dyeing, which one does."""
    for name, number in {"STRETCH": 4, "CLOSEST": 8, "LIKELY": 6, "OTHERS": 0}.items():
        monkeypatch.setattr(listed, name, number)
    monkeypatch.setattr(listed, "_lots", lambda viewer, seed: Near(seed))
    aoi = tagged(tagged(a_member("Aoi"), Facet.NEED, "weaving"), Facet.NEED, "dyeing")
    weavers = [tagged(a_member(f"Weaver {n}"), Facet.OFFER, "weaving") for n in range(30)]
    dyer = tagged(a_member("Dyer"), Facet.OFFER, "dyeing")
    return aoi, weavers, dyer


def likeliest(aoi, seed=1, people=None):
    pool = sa.select(User.id) if people is None else listed.one_of({it.id for it in people})
    return listed.likeliest(aoi, pool, seed) - {aoi.id}


def test_who_has_said_what_few_say_is_found_wherever_the_stretch_begins(crowd):
    aoi, weavers, dyer = crowd
    for seed in range(20):
        found = likeliest(aoi, seed)
        assert dyer.id in found
        assert len(found) >= 5
        assert found <= {dyer.id, *(it.id for it in weavers)}


def test_everybody_comes_into_one_stretch_or_another(crowd):
    aoi, weavers, _dyer = crowd
    found = set().union(*(likeliest(aoi, seed) for seed in range(200)))
    assert found >= {it.id for it in weavers}


def test_the_same_week_looks_at_the_same_people(crowd):
    aoi, _weavers, _dyer = crowd
    assert likeliest(aoi, 7) == likeliest(aoi, 7)


def test_whoever_is_not_of_the_pool_is_not_found_and_those_who_are_are(crowd):
    aoi, weavers, _dyer = crowd
    assert likeliest(aoi, people=weavers[-2:]) == {it.id for it in weavers[-2:]}


def test_who_says_most_of_it_comes_first(crowd):
    aoi, weavers, dyer = crowd
    both = tagged(weavers[3], Facet.OFFER, "dyeing")
    for seed in range(20):
        assert {both.id, dyer.id} <= likeliest(aoi, seed)


@pytest.mark.parametrize("is_mine", [True, False])
def test_what_is_private_on_either_side_leads_to_nobody(crowd, is_mine):
    aoi, weavers, dyer = crowd
    hidden = profile_of(aoi if is_mine else dyer)
    hidden.visibility = {**hidden.visibility, "needs" if is_mine else "offers": "private"}
    db.session.flush()
    found = set().union(*(likeliest(aoi, seed) for seed in range(10)))
    assert dyer.id not in found
    assert bool(found) == (not is_mine)
    assert found <= {it.id for it in weavers}


def test_what_others_keep_private_takes_nobodys_place_on_the_stretch(crowd):
    aoi, weavers, _dyer = crowd
    silent = weavers[::2]
    for weaver in silent:
        hidden = profile_of(weaver)
        hidden.visibility = {**hidden.visibility, "offers": "private"}
    db.session.flush()
    before = [likeliest(aoi, seed) for seed in range(20)]
    for weaver in silent:
        db.session.execute(sa.delete(ProfileTag).where(ProfileTag.member_id == weaver.id))
    assert [likeliest(aoi, seed) for seed in range(20)] == before
