"""One digest a week, one nudge: and only where there is something to say."""

from datetime import timedelta

import pytest

from app.connections.operations import connect, mute, request
from app.connections.queries import side_of
from app.connections.rules import Origin
from app.keeping.digests import digest_for
from app.keeping.operations import keep_up, note_touch, nudge, promise_digests, set_aim
from app.keeping.rules import Cadence, Touch, week_starts
from app.kit.clock import now
from app.kit.db import db
from app.notifications.composers import compose
from app.notifications.models import Mail
from tests.factories import a_member, blocked

pytestmark = pytest.mark.usefixtures("transaction")

DAY = timedelta(days=1)


def monday(zone="Asia/Tokyo"):
    """Nine in the morning there, on a Monday of the same date in every zone."""
    thursday = week_starts(now() + 7 * DAY, "UTC") + 3 * DAY
    return week_starts(thursday, zone) + timedelta(hours=9)


def letters(kind):
    query = db.select(Mail).where(Mail.kind == kind).order_by(Mail.id)
    return list(db.session.scalars(query))


def a_pair(days_ago=4, **given):
    aoi, ren = a_member("Aoi", **given), a_member("Ren", **given)
    tie = connect(aoi, ren, Origin.MET, at=now() - days_ago * DAY)
    db.session.commit()
    return aoi, ren, tie


def test_the_digest_is_promised_on_monday_morning_and_once():
    aoi, ren, _tie = a_pair()
    assert promise_digests(monday() - 2 * timedelta(hours=1)) == 0
    assert promise_digests(monday()) == 2
    assert promise_digests(monday() + timedelta(minutes=1)) == 0
    assert {mail.member_id for mail in letters("keeping.digest")} == {aoi.id, ren.id}


def test_everybody_has_their_own_monday():
    a_pair(timezone="Asia/Tokyo")
    a_pair(timezone="America/Los_Angeles")
    assert promise_digests(monday("Asia/Tokyo")) == 2
    assert promise_digests(monday("America/Los_Angeles")) == 2


def test_a_digest_with_nothing_to_say_does_not_leave(later):
    aoi, _ren, tie = a_pair(days_ago=10)
    promise_digests(monday())
    mail = next(mail for mail in letters("keeping.digest") if mail.member_id == aoi.id)
    assert compose(mail) is None
    keep_up(tie, aoi, Cadence.SOON, at=now())
    db.session.commit()
    assert "Ren" in compose(mail).text


def test_a_digest_says_nothing_of_people_kept_apart():
    aoi, ren, tie = a_pair(days_ago=10)
    request(a_member("Mei"), aoi, event=None, at=now())
    keep_up(tie, aoi, Cadence.SOON, at=now())
    promise_digests(monday())
    mail = next(mail for mail in letters("keeping.digest") if mail.member_id == aoi.id)
    blocked(ren, aoi)
    letter = compose(mail)
    assert "Mei" in letter.text
    assert "Ren" not in letter.text + letter.html


def test_the_count_of_the_week_is_told_only_to_those_who_ask_for_it():
    aoi, _ren, _tie = a_pair()
    assert digest_for(aoi, now()).made is None
    set_aim(aoi, 2, is_told=True)
    assert digest_for(aoi, now() + 7 * DAY).made is not None


def test_a_new_contact_one_meant_to_write_to_is_named_once_after_three_days():
    aoi, _ren, tie = a_pair()
    keep_up(tie, aoi, Cadence.MONTH, at=now())
    assert (nudge(now()), nudge(now())) == (1, 0)
    letter = compose(letters("keeping.nudge")[0])
    assert "Ren" in letter.subject
    assert "Thank you for the other day" in letter.text


@pytest.mark.parametrize("why", ["too soon", "in touch", "muted", "no cadence", "long ago"])
def test_nobody_is_nudged_when(why):
    aoi, _ren, tie = a_pair(days_ago={"too soon": 2, "long ago": 9}.get(why, 4))
    if why != "no cadence":
        keep_up(tie, aoi, Cadence.MONTH, at=now())
    if why == "in touch":
        note_touch(tie, aoi, Touch.TALKED, "", happened_at=now())
    if why == "muted":
        mute(tie, aoi, at=now())
    assert nudge(now()) == 0


def test_a_nudge_is_withdrawn_when_they_have_been_in_touch_meanwhile():
    aoi, _ren, tie = a_pair()
    keep_up(tie, aoi, Cadence.MONTH, at=now())
    nudge(now())
    note_touch(tie, aoi, Touch.MET, "", happened_at=now())
    db.session.commit()
    assert compose(letters("keeping.nudge")[0]) is None
    assert side_of(tie, aoi).nudged_at is not None
