"""A list comes in: people, places, arrivals, letters; twice the same list changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import EmailProof, Purpose, User
from app.attendance.queries import present_ids
from app.events.models import Event, Slot
from app.imports import operations
from app.imports.models import AttendeeImport
from app.imports.queries import open_claims, prospect, without_address
from app.imports.reports import Report, reading_of, report_kept
from app.imports.rules import ColumnMapping, Fate, Role
from app.kit.clock import now
from app.kit.db import db
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.registrations.models import Registration
from app.registrations.operations import Wish, register
from app.registrations.queries import confirmed, holding, seats_taken, whole
from app.registrations.states import ListVisibility, Source, State
from app.registrations.tickets import ticket_token
from tests.factories import a_group, a_member, an_event, owner_of
from tests.imports import lists

FIXTURES = Path(__file__).parent.parent / "fixtures"


def bring_in(event: Event, content: bytes | str, name: str = "list.csv") -> Report:
    """Bring a list in as its organizer would."""
    data = content.encode() if isinstance(content, str) else content
    by = owner_of(event.group)
    import_ = operations.look_at(event, operations.Upload(name, data), by=by, at=now())
    operations.bring_in_list(import_, by=by, at=now())
    db.session.commit()
    return report_kept(import_.report)


def everybody(event: Event) -> list[Registration]:
    query = whole().where(Registration.event_id == event.id).order_by(Registration.id)
    return list(db.session.scalars(query))


def states(event: Event) -> dict[str, State]:
    return {place.attendee.full_name: place.state for place in everybody(event)}


def connpass(*rows: str) -> str:
    header = "参加枠名,ユーザー名,表示名,参加ステータス,出欠ステータス,氏名,メールアドレス,受付番号"
    return "\n".join((header, *rows))


def letters(member: User) -> list[str]:
    query = sa.select(Mail.kind).where(Mail.member_id == member.id).order_by(Mail.id)
    return list(db.session.scalars(query))


@pytest.fixture
def event():
    return an_event(a_group(), capacity=20)


KAEDE = "一般,kaede,水無月 楓,参加,,水無月 楓,kaede@example.jp,1"
REN = "一般,ren,月島 蓮,補欠,,月島 蓮,ren@example.jp,2"


def test_the_people_of_a_connpass_list_get_places(event):
    report = bring_in(event, lists.CONNPASS)
    kaede, shun, mio = everybody(event)
    assert (kaede.state, shun.state) == (State.CONFIRMED, State.CONFIRMED)
    assert kaede.attendee.full_name == "かえで"
    assert (shun.attendee.family_name, shun.attendee.given_name) == ("髙﨑", "駿")
    assert {place.source for place in (kaede, shun, mio)} == {Source.IMPORT}
    assert {place.list_visibility for place in (kaede, shun, mio)} == {ListVisibility.ORGANIZERS}
    assert (report.count(Fate.COMES), report.count(Fate.WAITS)) == (2, 1)
    assert [row.line for row in report.left_out] == [5, 6]


def test_whoever_came_is_marked_as_present(event):
    report = bring_in(event, lists.CONNPASS)
    assert report.came == 1
    (kaede,) = (place for place in confirmed(event) if place.attendee.display_name == "かえで")
    assert present_ids(event) == {kaede.attendee_id}


def test_people_brought_in_have_a_ticket_of_their_own(event):
    bring_in(event, connpass(KAEDE))
    (place,) = everybody(event)
    assert db.session.scalars(holding(ticket_token(place))).one() is place


def test_everybody_with_an_address_gets_one_letter_with_a_link(event):
    report = bring_in(event, connpass(KAEDE, REN, "一般,no,無記名 氏,参加,,無記名 氏,,3"))
    assert report.letters == 2
    kaede = everybody(event)[0].attendee
    assert kaede.email is None
    assert letters(kaede) == ["accounts.claim"]
    proof = db.session.scalars(sa.select(EmailProof).where(EmailProof.member_id == kaede.id)).one()
    assert proof.intent["event"] == event.title
    assert proof.intent["address"] == "kaede@example.jp"
    assert proof.intent["next"] == f"/events/{event.slug}"


def test_nobody_is_written_to_once_the_event_is_over():
    begun = now() - timedelta(days=2)
    event = an_event(a_group(), starts_at=begun)
    member = a_member(email="ren@example.jp")
    report = bring_in(event, connpass(KAEDE, "一般,ren,月島 蓮,参加,出席,月島 蓮,ren@example.jp,2"))
    assert (report.letters, report.came) == (0, 1)
    assert letters(member) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 0


def test_the_same_list_again_changes_nothing_and_writes_nothing(event, count):
    bring_in(event, lists.CONNPASS)
    before = [count(it) for it in (User, Registration, Mail, EmailProof)]
    report = bring_in(event, lists.CONNPASS)
    assert report.count(Fate.STAYS) == 3
    assert (report.letters, report.came) == (0, 0)
    assert [count(it) for it in (User, Registration, Mail, EmailProof)] == before


@pytest.mark.parametrize(
    "rows",
    [
        ("一般,a,山田 花子,参加,,,,", "一般,b,山本 葵,参加,,,,"),
        (",,山田 花子,参加,,,,77", ",,山本 葵,参加,,,,78"),
        (",,山田 花子,参加,,,,", ",,山本 葵,参加,,,,"),
    ],
    ids=["by account", "by number", "by name"],
)
def test_people_without_an_address_are_known_again(event, count, rows):
    bring_in(event, connpass(*rows))
    bring_in(event, connpass(*reversed(rows)))
    assert count(Registration) == 2


def test_a_newer_list_moves_people_up_and_takes_back_what_is_cancelled():
    event = an_event(a_group(), capacity=1)
    bring_in(event, connpass(KAEDE, REN))
    report = bring_in(
        event, connpass(KAEDE.replace("参加", "参加キャンセル"), REN.replace("補欠", "参加"))
    )
    assert states(event) == {"水無月 楓": State.CANCELLED, "月島 蓮": State.CONFIRMED}
    assert (report.count(Fate.COMES), report.count(Fate.CANCELS)) == (1, 1)


def test_a_corrected_address_gets_the_letter_and_the_link_before_it_dies(event):
    bring_in(event, connpass(KAEDE.replace("kaede@", "keade@")))
    report = bring_in(event, connpass(KAEDE))
    (place,) = everybody(event)
    assert place.listed_email == "kaede@example.jp"
    assert report.letters == 1
    proofs = db.session.scalars(sa.select(EmailProof).order_by(EmailProof.id)).all()
    assert [proof.is_open(now()) for proof in proofs] == [False, True]


def test_somebody_the_organizers_removed_stays_removed(event):
    bring_in(event, connpass(KAEDE))
    (place,) = everybody(event)
    place.state = State.REMOVED
    db.session.commit()
    report = bring_in(event, connpass(KAEDE))
    assert [row.outcome for row in report.left_out] == [Fate.REMOVED]
    assert len(everybody(event)) == 1


def test_a_seat_taken_here_is_not_lost_to_a_list(event):
    member = a_member(email="ren@example.jp")
    register(event, member, Wish(), at=now())
    bring_in(event, connpass(REN))
    bring_in(event, connpass(REN.replace("補欠", "参加キャンセル")))
    own = [place for place in everybody(event) if place.attendee_id == member.id]
    assert [place.state for place in own] == [State.CONFIRMED]


def test_a_list_may_exceed_the_seats_and_says_so():
    event = an_event(a_group(), capacity=1)
    rows = [f"一般,u{n},参加者 {n}番,参加,,,u{n}@example.jp,{n}" for n in range(3)]
    report = bring_in(event, connpass(*rows))
    assert report.beyond_the_seats == 2
    assert [row.line for row in report.rows if row.is_over] == [3, 4]
    assert seats_taken(event) == {event.slots[0].id: 3}


def test_people_go_into_the_slot_of_that_name_else_into_the_first():
    slots = [
        Slot(name="一般枠", position=0, capacity=5),
        Slot(name="ＬＴ枠", position=1, capacity=5),
    ]
    event = an_event(a_group(), slots=slots)
    report = bring_in(
        event,
        connpass(
            "LT枠,a,山田 花子,参加,,,,1", "一般枠,b,山本 葵,参加,,,,2", "謎枠,c,月島 灯,参加,,,,3"
        ),
    )
    assert report.unknown_slots == ["謎枠"]
    named = {place.attendee.full_name: place.slot.name for place in everybody(event)}
    assert named == {"山田 花子": "ＬＴ枠", "山本 葵": "一般枠", "月島 灯": "一般枠"}


def test_those_who_wait_stand_in_the_order_they_registered():
    event = an_event(a_group(), capacity=0)
    header = "名前,メールアドレス,状態,登録日時"
    rows = ["後 から,late@example.jp,補欠,2026-11-02", "先 から,early@example.jp,補欠,2026-11-01"]
    bring_in(event, "\n".join((header, *rows)))
    waiting = sorted(everybody(event), key=lambda place: place.queue_no)
    assert [place.listed_email for place in waiting] == ["early@example.jp", "late@example.jp"]


def test_a_free_seat_goes_to_whoever_the_list_has_waiting(event):
    bring_in(event, connpass(REN))
    (place,) = everybody(event)
    assert place.state == State.CONFIRMED


def test_a_company_told_elsewhere_is_shown_to_nobody_here(event):
    bring_in(event, lists.PEATIX)
    (profile,) = db.session.scalars(sa.select(Profile).where(Profile.company != "")).all()
    assert profile.company == "星屑商会"
    assert profile.visibility == {"company": "private"}


def test_rare_signs_survive_to_the_row(event):
    bring_in(
        event,
        connpass(
            "一般,a,辻󠄀 愛,参加,,,,1", "一般,b,𠮷野 🐈‍⬛,参加,,,,2", "一般,c,髙﨑 駿,参加,,,,3"
        ),
    )
    assert set(states(event)) == {"辻󠄀 愛", "𠮷野 🐈‍⬛", "髙﨑 駿"}


def test_the_file_is_forgotten_once_it_has_come_in(event):
    bring_in(event, lists.CONNPASS)
    (kept,) = db.session.scalars(sa.select(AttendeeImport)).all()
    assert kept.content is None
    assert "example" not in str(kept.report)


def test_a_list_comes_in_once(event):
    by = owner_of(event.group)
    upload = operations.Upload("a.csv", connpass(KAEDE).encode())
    import_ = operations.look_at(event, upload, by=by, at=now())
    operations.bring_in_list(import_, by=by, at=now())
    for again in (
        lambda: operations.bring_in_list(import_, by=by, at=now()),
        lambda: operations.drop(import_),
        lambda: operations.name_columns(import_, ColumnMapping((Role.FULL_NAME,)), by=by, at=now()),
    ):
        with pytest.raises(operations.BroughtInAlready):
            again()


def test_a_new_file_takes_the_place_of_one_that_was_only_looked_at(event, count):
    by = owner_of(event.group)
    for _ in range(3):
        upload = operations.Upload("a.csv", connpass(KAEDE).encode())
        operations.look_at(event, upload, by=by, at=now())
    assert count(AttendeeImport) == 1


def test_without_a_column_of_names_nobody_comes_in(event):
    by = owner_of(event.group)
    upload = operations.Upload("a.csv", b"x,y\n1,2\n")
    import_ = operations.look_at(event, upload, by=by, at=now())
    with pytest.raises(operations.NoNames):
        operations.bring_in_list(import_, by=by, at=now())
    with pytest.raises(operations.NoNames):
        operations.name_columns(import_, ColumnMapping((Role.ANSWER, Role.ANSWER)), by=by, at=now())
    operations.name_columns(
        import_, ColumnMapping((Role.DISPLAY_NAME, Role.IGNORE)), by=by, at=now()
    )
    operations.bring_in_list(import_, by=by, at=now())
    assert set(states(event)) == {"1"}


def test_looking_says_what_bringing_in_does(event):
    by = owner_of(event.group)
    bring_in(event, connpass(KAEDE, REN))
    newer = connpass(KAEDE.replace("参加", "参加キャンセル"), "一般,new,新 人,参加,,,,9")
    upload = operations.Upload("a.csv", newer.encode())
    import_ = operations.look_at(event, upload, by=by, at=now())
    foreseen = prospect(event, reading_of(import_, event)).rows()
    operations.bring_in_list(import_, by=by, at=now())
    assert report_kept(import_.report).rows == foreseen


@pytest.mark.parametrize(
    "file", sorted(FIXTURES.glob("*/*.csv")), ids=lambda it: f"{it.parent.name}-{it.stem}"
)
def test_every_layout_comes_in_and_comes_in_again(event, count, file):
    first = bring_in(event, file.read_bytes(), file.name)
    people = count(Registration)
    assert people == first.count(Fate.COMES, Fate.WAITS) > 0
    again = bring_in(event, file.read_bytes(), file.name)
    assert count(Registration) == people
    assert again.count(Fate.COMES, Fate.WAITS) == 0


def test_links_are_made_for_people_without_an_address_and_once(event):
    bring_in(event, connpass(KAEDE, "一般,no,無記名 氏,参加,,無記名 氏,,3"))
    by = owner_of(event.group)
    (place,) = without_address(event)
    assert open_claims(event, now()) == {}
    for _ in range(2):
        operations.make_links(event, by=by, at=now())
    assert list(open_claims(event, now())) == [place.attendee_id]
    made = sa.select(sa.func.count()).select_from(EmailProof)
    assert db.session.scalar(made.where(EmailProof.purpose == Purpose.CLAIM)) == 2


def test_thousands_come_in_with_as_many_statements_as_a_handful(event):
    event.slots[0].capacity = None
    rows = [f"一般,u{n},参加者 {n}番,参加,出席,,u{n}@example.jp,{n}" for n in range(3_000)]
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        report = bring_in(event, connpass(*rows))
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert report.count(Fate.COMES) == report.came == report.letters == 3_000
    assert 20 < len(asked) < 100
