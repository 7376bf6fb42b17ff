"""Lists that come again and again: who is gone, whose columns are known, what takes long."""

import sqlalchemy as sa

from app.events.models import Event
from app.groups.models import Action
from app.imports import jobs, operations
from app.imports.models import AttendeeImport
from app.imports.reports import report_kept
from app.imports.rules import ColumnMapping, Fate, Reason, Role
from app.kit import progress
from app.kit.clock import now
from app.kit.db import db
from app.registrations.queries import seats_taken
from app.registrations.states import State
from tests.factories import a_group, an_event, owner_of
from tests.imports.test_naming import REN
from tests.imports.test_operations import KAEDE, bring_in, connpass, everybody, states
from tests.imports.test_views import looked_at


def look(event: Event, content: str, name: str = "list.csv") -> AttendeeImport:
    upload = operations.Upload(name, content.encode())
    return operations.look_at(event, upload, by=owner_of(event.group), at=now())


def test_people_gone_from_the_list_are_marked_and_keep_their_places():
    event = an_event(a_group())
    bring_in(event, connpass(KAEDE, REN))
    report = bring_in(event, connpass(REN))
    assert report.gone == ["水無月 楓"]
    kaede, ren = everybody(event)
    assert (kaede.state, kaede.gone_at is not None) == (State.CONFIRMED, True)
    assert ren.gone_at is None
    bring_in(event, connpass(KAEDE, REN))
    assert kaede.gone_at is None


def test_their_places_are_given_back_if_the_organizer_says_so(browser):
    event = an_event(a_group())
    bring_in(event, connpass(KAEDE, REN))
    browser.sign_in(owner_of(event.group))
    shown = looked_at(browser, event, connpass(REN))
    page = browser.get(shown).text
    assert "One person of earlier lists is not on this one" in page
    assert "水無月 楓" in page
    done = browser.post(f"{shown}/confirmation", data={"takes_back": "yes"}, follow_redirects=True)
    assert "Their places have been given back." in done.text
    assert states(event)["水無月 楓"] == State.CANCELLED
    assert sum(seats_taken(event).values()) == 1


def test_a_list_of_another_platform_says_nothing_about_who_is_gone():
    event = an_event(a_group())
    bring_in(event, connpass(KAEDE, REN))
    report = bring_in(event, "名前,メールアドレス,会社名\n新 人,new@example.jp,雲\n")
    assert report.gone == []


def test_columns_named_once_are_known_in_the_groups_later_lists():
    group = a_group()
    strange = "x,y,z\n朝霧,雲の会,mio@example.jp\n"
    first = look(an_event(group), strange)
    roles = (Role.DISPLAY_NAME, Role.COMPANY, Role.EMAIL)
    operations.name_columns(first, ColumnMapping(roles), by=owner_of(group), at=now())
    again = look(an_event(group), strange.replace("朝霧", "夕凪"))
    assert report_kept(again.report).mapping.roles == roles
    elsewhere = look(an_event(a_group()), strange)
    assert report_kept(elsewhere.report).mapping.roles != roles


def test_somebody_in_two_slots_has_one_place_and_the_organizers_know_of_the_other():
    event = an_event(a_group())
    second = KAEDE.replace("一般,", "懇親会,").replace(",1", ",77")
    report = bring_in(event, connpass(KAEDE, second))
    (place,) = everybody(event)
    assert place.organizer_note == "懇親会"
    assert [row.outcome for row in report.left_out] == [Reason.OTHER_SLOT]


def test_rows_left_out_can_be_taken_away_as_a_file(browser):
    event = an_event(a_group())
    browser.sign_in(owner_of(event.group))
    rows = connpass(
        KAEDE, REN.replace("参加", "参加キャンセル"), "一般,evil,=1+1,参加キャンセル,,,,9"
    )
    shown = looked_at(browser, event, rows)
    text = browser.get(f"{shown}/left-out.csv").data.decode("utf-8-sig")
    assert "3,月島 蓮,,This person has cancelled." in text
    assert "4,'=1+1" in text
    assert "水無月" not in text


def test_a_long_list_comes_in_behind_the_page_and_says_how_far_it_is(browser, bell):
    event = an_event(a_group(), capacity=None)
    rows = [f"一般,u{n},参加者 {n}番,参加,,,u{n}@example.jp,{n}" for n in range(120)]
    browser.sign_in(owner_of(event.group))
    shown = looked_at(browser, event, connpass(*rows))
    page = browser.post(f"{shown}/confirmation", follow_redirects=True).text
    assert "<progress" in page
    assert bell.rung == ["bring_in"]
    assert everybody(event) == []
    assert "data-over" not in browser.get(f"{shown}/progress").text
    jobs.bring_in()
    assert len(everybody(event)) == 120
    assert progress.told(shown.rpartition("/")[2]).done > 0
    assert "data-over" in browser.get(f"{shown}/progress").text
    kinds = db.session.scalars(sa.select(Action.kind)).all()
    assert kinds.count("list_imported") == 1


def test_a_lost_bell_is_made_good_by_the_sweep(bell, monkeypatch):
    event = an_event(a_group())
    import_ = look(event, connpass(KAEDE))
    import_.begun_at, import_.by_id = now(), owner_of(event.group).id
    db.session.commit()
    assert jobs.sweep(now()) == 0
    assert bell.rung == ["bring_in"]
    monkeypatch.setattr(jobs, "ring", lambda _work: False)
    assert jobs.sweep(now()) == 1
    assert report_kept(import_.report).count(Fate.COMES) == 1
