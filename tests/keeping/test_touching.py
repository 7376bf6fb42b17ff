"""When it is time to be in touch, and what counts as having been."""

from datetime import timedelta

import pytest

from app.connections.operations import connect, mute, put_away
from app.connections.queries import between, side_of
from app.connections.rules import Origin
from app.keeping.jobs import note_evenings, note_letters
from app.keeping.jobs import put_away as put_away_idle
from app.keeping.operations import keep_up, note_touch, snooze, touched
from app.keeping.queries import due_people, evenings_to_note, met_again, timeline, without_idea
from app.keeping.rules import Cadence, Snooze, Touch
from app.kit.clock import now
from app.kit.db import db
from app.kit.tokens import new_token
from app.registrations.states import ListVisibility
from app.relay.models import RelayedMessage
from app.relay.rules import Matter
from tests.factories import a_member, a_seat, an_arrival, an_event, saved

pytestmark = pytest.mark.usefixtures("transaction")

DAY = timedelta(days=1)


def tied(one, other, *, days_ago=0, origin=Origin.MET):
    tie = connect(one, other, origin, at=now() - days_ago * DAY)
    db.session.commit()
    return tie


def an_evening(*people, days_ago=1, **given):
    event = an_event(starts_at=now() - days_ago * DAY)
    for person in people:
        an_arrival(a_seat(event, person, **given))
    return event


def due(member, at=None):
    return [one.tie.other(member) for one in due_people(member, at or now())]


def test_somebody_is_due_a_cadence_after_the_last_contact():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren)
    keep_up(tie, aoi, Cadence.FORTNIGHT, at=now())
    assert due(aoi, now() + 13 * DAY) == []
    assert due(aoi, now() + 14 * DAY) == [ren]
    assert due(ren, now() + 99 * DAY) == []


def test_a_real_contact_starts_the_time_anew():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    keep_up(tie, aoi, Cadence.FORTNIGHT, at=now())
    assert due(aoi) == [ren]
    touched(aoi, ren, Touch.RELAY, at=now())
    assert due(aoi) == []


def test_what_one_notes_counts_for_oneself_alone():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    for person in (aoi, ren):
        keep_up(tie, person, Cadence.FORTNIGHT, at=now())
    note_touch(tie, aoi, Touch.TALKED, "on the phone", happened_at=now())
    assert (due(aoi), due(ren)) == ([], [aoi])
    assert [entry.words for entry in timeline(tie, aoi, now())] == ["on the phone"]
    assert timeline(tie, ren, now()) == []


def test_a_snooze_moves_it_later_until_they_meet():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    keep_up(tie, aoi, Cadence.SOON, at=now())
    snooze(tie, aoi, Snooze.WEEK, at=now())
    assert due(aoi, now() + 6 * DAY) == []
    assert due(aoi, now() + 7 * DAY) == [ren]


@pytest.mark.parametrize("silence", [mute, put_away])
def test_nobody_is_reminded_of_whom_they_have_silenced(silence):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    keep_up(tie, aoi, Cadence.SOON, at=now())
    silence(tie, aoi, at=now())
    assert due(aoi) == []


def test_an_evening_together_touches_every_tie_once():
    aoi, ren, mei = (a_member(name) for name in ("Aoi", "Ren", "Mei"))
    first, second = tied(aoi, ren, days_ago=20), tied(aoi, mei, days_ago=20)
    event = an_evening(aoi, ren)
    a_seat(event, mei)  # did not come
    assert note_evenings(now()) == 1
    assert note_evenings(now()) == 0
    assert [entry.event for entry in timeline(first, ren, now())] == [event]
    assert timeline(second, mei, now()) == []


def test_an_evening_of_somebody_on_no_list_leaves_no_trace():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    an_evening(aoi, ren, list_visibility=ListVisibility.ORGANIZERS)
    note_evenings(now())
    assert timeline(tie, aoi, now()) == []


def test_late_records_count_a_week_later():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    event = an_evening(aoi)
    seat = a_seat(event, ren)
    assert note_evenings(now()) == 0
    an_arrival(seat)
    assert evenings_to_note(now() + 6 * DAY) == []
    assert note_evenings(now() + 8 * DAY) == 1
    assert evenings_to_note(now() + 9 * DAY) == []
    assert len(timeline(tie, aoi, now())) == 1


def test_an_acquaintance_from_the_net_becomes_a_real_one():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tied(aoi, ren, days_ago=20, origin=Origin.ONLINE)
    event = an_evening(aoi, ren)
    note_evenings(now())
    db.session.expire_all()
    assert (between(aoi, ren).origin, between(aoi, ren).event_id) == (Origin.MET, event.id)


def test_both_hear_that_they_have_met_again():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=20)
    for days_ago in (9, 2):
        an_evening(aoi, ren, days_ago=days_ago)
    note_evenings(now())
    for person in (aoi, ren):
        assert met_again(person, now() - 7 * DAY) == [(tie, 2)]
    assert met_again(aoi, now() - 1 * DAY) == []


def test_a_tie_nobody_had_an_idea_for_is_put_away_after_a_week_and_for_each_alone():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren)
    assert without_idea(aoi, now()) == [tie]
    side_of(tie, aoi).idea = "a talk"
    db.session.commit()
    put_away_idle(now() + 8 * DAY)
    db.session.expire_all()
    assert side_of(tie, aoi).archived_at is None
    assert side_of(tie, ren).archived_at is not None


@pytest.mark.parametrize(
    "sign", [{"note": "x"}, {"marks": ["x"]}, {"cadence_days": 30}, {"shares": ["email"]}]
)
def test_any_sign_of_life_keeps_a_tie_in_sight(sign):
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren)
    for name, value in sign.items():
        setattr(side_of(tie, aoi), name, value)
    db.session.commit()
    put_away_idle(now() + 8 * DAY)
    db.session.expire_all()
    assert side_of(tie, aoi).archived_at is None


def test_a_tie_of_years_ago_is_not_put_away_all_at_once():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=400)
    assert put_away_idle(now()) == 0
    assert side_of(tie, aoi).archived_at is None


def an_answer(writer, reader, *, at):
    return saved(
        RelayedMessage(
            matter=Matter.CONNECTION, about_id=1, writer_id=writer.id, reader_id=reader.id,
            subject="", body="", arrived_as=new_token(), received_at=at,
        )
    )  # fmt: skip


def test_an_answer_through_our_addresses_starts_the_cadence_anew():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=40)
    keep_up(tie, aoi, Cadence.MONTH, at=now())
    db.session.commit()
    assert due(aoi) == [ren]
    an_answer(ren, aoi, at=now() - DAY)
    assert note_letters(now()) == 1
    assert due(aoi) == []
    assert [entry.kind for entry in timeline(tie, ren, now())] == [Touch.RELAY]


def test_an_answer_counts_once_however_often_it_is_looked_at():
    aoi, ren = a_member("Aoi"), a_member("Ren")
    tie = tied(aoi, ren, days_ago=5)
    an_answer(aoi, ren, at=now() - DAY)
    assert [note_letters(now()) for _ in range(3)] == [1, 0, 0]
    assert len(timeline(tie, aoi, now())) == 1


def test_letters_from_before_the_tie_or_without_one_touch_nothing():
    aoi, ren, mio = a_member("Aoi"), a_member("Ren"), a_member("Mio")
    tied(aoi, ren, days_ago=1)
    an_answer(aoi, ren, at=now() - 3 * DAY)
    an_answer(mio, aoi, at=now())
    assert note_letters(now()) == 0
