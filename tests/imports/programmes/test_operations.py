"""A programme comes in as drafts, again without doubles, and can be undone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.events.models import Event
from app.events.rules import Status
from app.groups.models import Action, Group
from app.imports import jobs, operations
from app.imports.models import ProgrammeImport
from app.imports.programme_reports import ProgrammeReport, programme_report_kept
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.registrations.states import State
from tests.factories import a_group, a_member, a_seat, owner_of
from tests.imports.programmes import files


@pytest.fixture
def group():
    return a_group()


def looked_at(group: Group, content: bytes | str) -> ProgrammeImport:
    data = content.encode() if isinstance(content, str) else content
    upload = operations.Upload("programme", data)
    return operations.look_at_programme(group, upload, by=owner_of(group), at=now())


def bring_in(group: Group, content: bytes | str) -> ProgrammeImport:
    """Bring a programme in as its organizer would."""
    import_ = looked_at(group, content)
    operations.bring_in_programme(import_, by=owner_of(group), at=now())
    db.session.commit()
    return import_


def report(import_: ProgrammeImport) -> ProgrammeReport:
    return programme_report_kept(import_.report)


def events(group: Group) -> list[Event]:
    query = sa.select(Event).where(Event.group_id == group.id).order_by(Event.starts_at)
    return list(db.session.scalars(query))


def soon(title: str = "Night", *, uid: str = "n1", hours: int = 240, extra: str = "") -> str:
    start = now() + timedelta(hours=hours)
    lines = [
        f"UID:{uid}",
        f"SUMMARY:{title}",
        "LOCATION:Old Mill",
        f"DTSTART:{start:%Y%m%dT%H0000Z}",
    ]
    return "\n".join(
        [*lines, f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H0000Z}", *filter(None, [extra])]
    )


def test_every_new_entry_becomes_a_draft_with_all_it_says(group):
    import_ = bring_in(group, files.PENTABARF)
    first = next(event for event in events(group) if event.title == "Warp & weft")
    assert {event.status for event in events(group)} == {Status.DRAFT}
    assert (first.summary, first.track, first.timezone) == (
        "A beginning", "Weaving", "Europe/Brussels",
    )  # fmt: skip
    assert first.speakers == ["Noa Lind", "朝霧 澪"]
    assert first.place_name == "Hall · Old Mill"
    assert "**threads**" in first.description
    assert "(https://loom.example/1)" in first.description
    assert first.host_id == owner_of(group).id
    told = report(import_)
    assert (told.told, told.count("new"), told.count("impossible")) == (3, 2, 1)


def test_the_same_programme_again_changes_nothing(group, count):
    bring_in(group, files.PENTABARF)
    again = bring_in(group, files.PENTABARF)
    assert report(again).count("same") == 2
    assert count(Event) == 2


def test_a_schedule_in_json_knows_the_events_of_the_one_in_xml(group, count):
    bring_in(group, files.PENTABARF)
    bring_in(group, files.SCHEDULE)
    assert count(Event) == 2


def test_registration_of_an_event_from_connpass_stays_there(group):
    bring_in(group, files.CONNPASS)
    (event,) = events(group)
    assert event.elsewhere_url == "https://loom.example/event/901/"
    assert event.slots[0].capacity == 30
    assert event.source_uid == "connpass:901"


def test_a_newer_programme_changes_what_it_tells_otherwise(group):
    bring_in(group, files.calendar(soon()))
    import_ = bring_in(group, files.calendar(soon("Night of looms", hours=260)))
    (event,) = events(group)
    assert event.title == "Night of looms"
    (row,) = report(import_).rows
    assert row.doing == "changed"
    assert set(row.changes) == {"title", "starts_at", "ends_at"}


def test_what_was_changed_here_stays_unless_the_programme_changes_it_too(group):
    bring_in(group, files.calendar(soon()))
    (event,) = events(group)
    event.title, event.place_name = "Our own title", "Our own hall"
    db.session.commit()
    bring_in(group, files.calendar(soon("Night of looms")))
    assert (event.title, event.place_name) == ("Night of looms", "Our own hall")


def test_people_who_come_hear_that_it_moves_and_keep_their_places(group):
    bring_in(group, files.calendar(soon()))
    (event,) = events(group)
    event.status, event.published_at = Status.PUBLISHED, now()
    member = a_member()
    place = a_seat(event, member)
    bring_in(group, files.calendar(soon(hours=300)))
    kinds = db.session.scalars(sa.select(Mail.kind).where(Mail.member_id == member.id)).all()
    assert any(kind.startswith("registrations.") for kind in kinds)
    assert place.state == State.CONFIRMED
    assert event.sequence == 1


def test_an_event_called_off_here_stays_called_off(group):
    bring_in(group, files.calendar(soon()))
    (event,) = events(group)
    event.status = Status.CANCELLED
    db.session.commit()
    import_ = bring_in(group, files.calendar(soon("Another title")))
    assert report(import_).count("called_off_here") == 1
    assert event.title == "Night"


def test_undoing_takes_away_what_came_and_puts_back_what_changed(group):
    bring_in(group, files.calendar(soon()))
    second = bring_in(group, files.calendar(soon("Changed"), soon("Second", uid="n2")))
    gone, stayed = operations.undo_programme(second, by=owner_of(group), at=now())
    assert (gone, stayed) == (1, 0)
    assert [event.title for event in events(group)] == ["Night"]
    again = bring_in(group, files.calendar(soon("Changed")))
    assert report(again).count("changed") == 1


def test_undoing_leaves_an_event_that_somebody_has_registered_for(group):
    import_ = bring_in(group, files.calendar(soon(), soon("Second", uid="n2")))
    first, _second = sorted(events(group), key=lambda event: event.title)
    a_seat(first, a_member())
    assert operations.undo_programme(import_, by=owner_of(group), at=now()) == (1, 1)
    assert [event.title for event in events(group)] == ["Night"]


def test_undoing_leaves_what_has_been_changed_here_since(group):
    bring_in(group, files.calendar(soon()))
    second = bring_in(group, files.calendar(soon("Changed")))
    (event,) = events(group)
    event.title = "Ours"
    db.session.commit()
    operations.undo_programme(second, by=owner_of(group), at=now())
    assert event.title == "Ours"


def test_a_programme_is_undone_once(group):
    import_ = bring_in(group, files.calendar(soon()))
    operations.undo_programme(import_, by=owner_of(group), at=now())
    with pytest.raises(operations.NothingToUndo):
        operations.undo_programme(import_, by=owner_of(group), at=now())
    with pytest.raises(operations.ProgrammeIsIn):
        operations.bring_in_programme(import_, by=owner_of(group), at=now())


def test_publishing_all_leaves_what_is_over_and_what_has_no_place(group):
    nowhere = soon("Nowhere", uid="n3").replace("LOCATION:Old Mill", "X-A:")
    import_ = bring_in(group, files.calendar(soon(), soon("Past", uid="n2", hours=-50), nowhere))
    assert operations.publish_programme(import_, by=owner_of(group), at=now()) == (1, 1)
    standing = {event.title: event.status for event in events(group)}
    assert standing == {
        "Night": Status.PUBLISHED, "Past": Status.DRAFT, "Nowhere": Status.DRAFT,
    }  # fmt: skip


def test_bringing_in_and_undoing_are_written_down(group):
    import_ = bring_in(group, files.calendar(soon()))
    operations.undo_programme(import_, by=owner_of(group), at=now())
    kinds = db.session.scalars(sa.select(Action.kind).where(Action.group_id == group.id)).all()
    assert {"programme_imported", "programme_undone"} <= set(kinds)


def test_a_long_programme_comes_in_behind_the_page(group, bell):
    many = files.calendar(*(soon(f"Night {n}", uid=f"n{n}") for n in range(80)))
    import_ = looked_at(group, many)
    assert not operations.begin_programme(import_, by=owner_of(group), at=now())
    db.session.commit()
    assert bell.rung == ["bring_in"]
    jobs.bring_in()
    assert import_.applied_at is not None
    assert len(events(group)) == 80


def test_a_programme_that_cannot_come_in_is_not_tried_for_ever(group, monkeypatch):
    import_ = looked_at(group, files.calendar(soon()))
    import_.begun_at = now()
    db.session.commit()
    monkeypatch.setattr(jobs, "bring_in_programme", lambda *_args, **_given: 1 / 0)
    assert jobs.work_on_one(now()) == 1
    assert import_.failed_at is not None
    assert jobs.work_on_one(now()) == 0
    assert events(group) == []
