"""Give and take, goals and aims: everybody's own, and nobody else's."""

from datetime import timedelta

import pytest

from app.connections.queries import side_of
from app.keeping.operations import (
    TooManyTargets,
    drop_target,
    fill_target,
    gave,
    look_for,
    note_favour,
    reopen_target,
    reviewed,
    set_goals,
)
from app.keeping.queries import (
    balance_of,
    favours_of,
    goals_of,
    growth_of,
    lopsided,
    open_targets,
)
from app.keeping.rules import Balance, Direction, Favour, Horizon, due_at, week_of
from app.kit.clock import now
from app.kit.db import db
from app.profiles.queries import profile_of
from tests.factories import a_member, a_tag, connected

pytestmark = pytest.mark.usefixtures("transaction")

DAY = timedelta(days=1)


def test_a_favour_stands_in_the_ledger_of_each():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    gave(aoi, ren, Favour.INTRODUCTION, at=now())
    assert balance_of(tie, aoi, now()) == Balance(1, 0)
    assert balance_of(tie, ren, now()) == Balance(0, 1)


def test_what_one_writes_down_stands_in_ones_own_ledger_alone():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    note_favour(tie, aoi, Direction.GAVE, "lent a projector", at=now())
    assert [line.words for line in favours_of(tie, aoi)] == ["lent a projector"]
    assert favours_of(tie, ren) == []


def test_people_without_a_tie_have_no_ledger():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    gave(aoi, ren, Favour.ASK, at=now())
    tie = connected(aoi, ren)
    assert favours_of(tie, aoi) == []


def test_three_more_one_way_within_half_a_year_is_lopsided():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    for days_ago in (1, 2, 200):
        note_favour(tie, aoi, Direction.GAVE, "x", at=now() - days_ago * DAY)
    assert lopsided(aoi, now()) == []
    note_favour(tie, aoi, Direction.GAVE, "x", at=now())
    assert [found for found, _side, _balance in lopsided(aoi, now())] == [tie]
    assert lopsided(ren, now()) == []


def test_what_is_fine_as_it_is_is_not_asked_about_for_three_months():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = connected(aoi, ren)
    for _ in range(3):
        note_favour(tie, aoi, Direction.RECEIVED, "x", at=now())
    reviewed(tie, aoi, at=now())
    assert lopsided(aoi, now()) == []
    assert side_of(tie, aoi).reviewed_at is not None
    assert len(lopsided(aoi, now() + 91 * DAY)) == 1


def test_goals_are_kept_instead_of_those_before():
    aoi = a_member("Aoi")
    set_goals(aoi, {Horizon.ONE_YEAR: "a shop", Horizon.THREE_MONTHS: "a plan"}, at=now())
    set_goals(aoi, {Horizon.ONE_YEAR: " a café ", Horizon.THREE_MONTHS: ""}, at=now())
    assert goals_of(aoi) == {Horizon.ONE_YEAR: "a café"}


def test_three_kinds_of_people_at_a_time():
    aoi = a_member("Aoi")
    kinds = [look_for(aoi, word, "", at=now()) for word in ("investor", "cook", "landlord")]
    with pytest.raises(TooManyTargets):
        look_for(aoi, "designer", "", at=now())
    fill_target(kinds[0], at=now())
    look_for(aoi, "designer", "", at=now())
    with pytest.raises(TooManyTargets):
        reopen_target(kinds[0], aoi)
    drop_target(kinds[1])
    db.session.flush()
    reopen_target(kinds[0], aoi)
    assert [one.words for one in open_targets(aoi)] == ["investor", "landlord", "designer"]


def test_a_kind_that_is_a_known_word_is_found_on_profiles():
    tag = a_tag("Bookkeeping")
    assert look_for(a_member(), "bookkeeping", "", at=now()).tag_id == tag.id


def test_the_picture_counts_a_field_of_work_only_where_it_is_shown():
    aoi, open_one, shy = (a_member(name) for name in ("Aoi", "Open", "Shy"))
    for other, shown in ((open_one, "members"), (shy, "private")):
        profile = profile_of(other)
        profile.industry, profile.visibility = "it", {"industry": shown}
        connected(aoi, other)
    db.session.commit()
    growth = growth_of(aoi, now())
    assert dict(growth.by_industry) == {"it": 1, "": 1}
    assert growth.months[-1][1:] == (2, 2)
    assert (growth.total, len(growth.months)) == (2, 12)


def test_a_week_begins_on_monday_where_one_lives():
    monday_in_tokyo = now().replace(year=2026, month=11, day=22, hour=15, minute=30)
    assert week_of(monday_in_tokyo, "Asia/Tokyo").isoformat() == "2026-11-23"
    assert week_of(monday_in_tokyo, "Europe/London").isoformat() == "2026-11-16"


def test_a_snooze_never_makes_it_sooner():
    at = now()
    assert due_at(at, 30, at + 7 * DAY) == at + 30 * DAY
    assert due_at(at, 3, at + 7 * DAY) == at + 7 * DAY
