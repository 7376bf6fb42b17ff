"""The editor: every field, every way to fill it wrongly, and slots without a script."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.events.models import Event, Question, Slot
from app.events.operations import DrawIsOver
from app.events.rules import Mode, Openness, Status
from app.groups.models import Action
from app.kit.clock import now
from app.kit.db import db
from app.profiles.traits import Stance
from app.registrations.operations import revise
from app.registrations.operations.revising import DrawUnderWay
from app.registrations.states import State
from tests.factories import a_group, an_event, owner_of, saved
from tests.registrations.worlds import a_full_house, loaded, somebody_registers

PLAN = {
    "title": "Rye bread",
    "starts": "2030-01-25T19:00",
    "ends": "2030-01-25T21:00",
    "timezone": "Asia/Tokyo",
    "place_name": "The bakery",
    "openness": "public",
    "slots-0-name": "General",
    "slots-0-capacity": "12",
    "slots-0-has_waitlist": "y",
}
DRAW = {
    "slots-0-mode": "lottery",
    "slots-0-lottery_at": "2030-01-20T12:00",
    "slots-0-nominee_max": "2",
    "slots-0-weighs_losses": "y",
    "slots-0-public_value": "Closing price of the Nikkei 225 on 18 January",
}
NEW_YORK = {"timezone": "America/New_York"}


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def desk(browser, group):
    """The organizer's browser."""
    return browser.sign_in(owner_of(group))


def plans(desk, group, **changes):
    """Send the form for a new event; returns the page that comes back."""
    return desk.post(f"/groups/{group.slug}/events/new", data=PLAN | changes)


def edits(desk, event, **changes):
    return desk.post(f"/events/{event.slug}/edit", data=shown(desk, event) | changes)


def shown(desk, event):
    """What the browser would send if nothing were changed."""
    page = desk.get(f"/events/{event.slug}/edit").text
    assert 'enctype="multipart/form-data"' in page
    return sent_by(page)


def sent_by(page):
    """The fields of the editor on `page`, as a browser sends them."""
    form = page[page.index('<form class="form editor"') :]
    form = form[: form.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind = re.search(r'type="(\w[\w-]*)"', tag)[1]
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (kind not in ("checkbox", "radio") or " checked" in tag):
            found.setdefault(name[1], value[1] if value else "")
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def as_parts(fields):
    """The fields as a browser packs them when a form may hold files."""
    head = '--rye\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return "".join(head.format(*field) for field in fields.items()).encode() + b"--rye--\r\n"


def the_event(title="Rye bread"):
    db.session.expire_all()
    return db.session.scalars(sa.select(Event).where(Event.title == title)).one()


def errors_of(page, field):
    found = re.search(rf'<ul class="errors" id="{field}-errors">(.*?)</ul>', page, re.DOTALL)
    return re.sub(r"<svg.*?</svg>", "", found[1]) if found else ""


def test_everything_that_is_written_is_kept(desk, group):
    main = an_event(group, title="The talk")
    answer = plans(
        desk,
        group,
        **DRAW,
        summary="With salt",
        address="1-2-3 Kanda",
        access="Two minutes on foot",
        online_url="https://meet.example.org/rye",
        languages=["ja", "en"],
        speakers="Hana Sato、 Ben Miller\nAoi",
        stance="ask_first",
        opens="2029-12-01T09:00",
        closes="2030-01-24T21:00",
        requires=str(main.id),
        elsewhere_url="https://elsewhere.example.com/rye",
        description="Some **dough**",
        openness="invited",
    )
    assert answer.status_code == 303
    event = the_event()
    assert event.languages == ["ja", "en"]
    assert event.speakers == ["Hana Sato", "Ben Miller", "Aoi"]
    assert (event.stance, event.openness) == (Stance.ASK_FIRST, Openness.INVITED)
    assert event.opens_at == datetime(2029, 12, 1, 0, tzinfo=UTC)
    assert event.closes_at == datetime(2030, 1, 24, 12, tzinfo=UTC)
    assert event.requires_event_id == main.id
    assert event.elsewhere_url == "https://elsewhere.example.com/rye"
    (slot,) = event.slots
    assert (slot.mode, slot.capacity, slot.nominee_max) == (Mode.LOTTERY, 12, 2)
    assert slot.lottery_at == datetime(2030, 1, 20, 3, tzinfo=UTC)
    assert slot.weighs_losses
    assert slot.public_value.startswith("Closing price")


def test_saving_without_a_change_changes_nothing(desk, group):
    starts_at = now() + timedelta(days=8, seconds=11.5)
    slots = [Slot(name="A", capacity=3, has_waitlist=False), Slot(name="B", door_fee=500)]
    event = an_event(group, starts_at=starts_at, slots=slots, track="Hall 2", speakers=["Hana"])
    before = event.plan
    assert edits(desk, event).status_code == 303
    db.session.expire_all()
    assert event.plan == before
    assert event.sequence == 0


def test_the_second_of_two_equal_hours_stays_the_second(desk, group):
    second = datetime(2030, 11, 3, 6, 30, tzinfo=UTC)
    event = an_event(group, starts_at=second, timezone="America/New_York")
    edits(desk, event, summary="With salt")
    db.session.expire_all()
    assert (event.starts_at, event.summary) == (second, "With salt")


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"title": " "}, "title", "Please give the event a title."),
        ({"title": "x" * 121}, "title", "Please write at most 120 characters."),
        ({"starts": ""}, "starts", "Please give a date and a time"),
        ({"starts": "tomorrow"}, "starts", "Please give a date and a time"),
        ({"starts": "0026-01-25T19:00"}, "starts", "Is the year right?"),
        ({"ends": "2030-01-25T18:00"}, "ends", "The end must come after the beginning."),
        (
            {"starts": "2020-01-25T19:00", "ends": "2020-01-25T21:00"},
            "ends",
            "That would be over already. Is the date right?",
        ),
        (
            NEW_YORK | {"starts": "2030-03-10T02:30", "ends": "2030-03-10T04:00"},
            "starts",
            "That hour does not exist there",
        ),
        ({"timezone": "Mars/Olympus"}, "timezone", "Not a valid choice."),
        ({"online_url": "javascript:alert(1)"}, "online_url", "Please give a full web address"),
        ({"elsewhere_url": "example"}, "elsewhere_url", "Please give a full web address"),
        ({"opens": "2030-01-25T21:00"}, "opens", "Registration must open before"),
        ({"closes": "2030-01-26T21:00"}, "closes", "Registration must close before"),
        (
            {"opens": "2030-01-02T21:00", "closes": "2030-01-01T21:00"},
            "closes",
            "Registration must close after it opens.",
        ),
        ({"speakers": "\n".join(map(str, range(21)))}, "speakers", "At most 20 people, please."),
        ({"speakers": "x" * 81}, "speakers", "At most 80 characters a name."),
        ({"stance": "loud"}, "stance", "Not a valid choice."),
        ({"slots-0-capacity": "-1"}, "slots-0-capacity", "Between 0 and 100000, please."),
        ({"slots-0-capacity": "9" * 5000}, "slots-0-capacity", "Between 0 and 100000, please."),
        ({"slots-0-capacity": "many"}, "slots-0-capacity", "Please write a number, such as 30."),
        ({"slots-0-capacity": "三十"}, "slots-0-capacity", "Please write a number, such as 30."),
        ({"slots-0-name": "x" * 61}, "slots-0-name", "Please write at most 60 characters."),
        (
            {"slots-1-capacity": "3"},
            "slots-1-name",
            "With several ways to come, each needs a name.",
        ),
        (
            {"slots-1-capacity": "3", "slots-1-name": "general"},
            "slots-1-name",
            "Two ways to come have this name.",
        ),
        (
            DRAW | {"slots-0-lottery_at": ""},
            "slots-0-lottery_at",
            "Please say when the lots are drawn.",
        ),
        (
            DRAW | {"slots-0-lottery_at": "2030-01-25T19:00"},
            "slots-0-lottery_at",
            "The draw must come before the event begins.",
        ),
        (
            DRAW | {"slots-0-lottery_at": "2020-01-25T19:00"},
            "slots-0-lottery_at",
            "This moment has passed already.",
        ),
        (
            DRAW
            | NEW_YORK
            | {
                "starts": "2030-03-12T19:00",
                "ends": "2030-03-12T21:00",
                "slots-0-lottery_at": "2030-03-10T02:30",
            },
            "slots-0-lottery_at",
            "That hour does not exist there",
        ),
        (DRAW | {"slots-0-capacity": ""}, "slots-0-capacity", "A draw needs a number of seats."),
        (
            DRAW | {"slots-0-nominee_max": "13"},
            "slots-0-nominee_max",
            "No more people than there are seats",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    desk, group, count, wrong, field, words
):
    page = plans(desk, group, **wrong).text
    assert words in errors_of(page, field)
    assert f'<a href="#{field}">' in page
    assert 'value="The bakery"' in page
    assert count(Event) == 0


def test_what_was_typed_wrongly_is_still_there_to_be_mended(desk, group):
    page = plans(desk, group, **{"slots-0-capacity": "三十", "opens": "1 December"}).text
    assert 'value="三十"' in page
    assert 'value="1 December"' in page


@pytest.mark.parametrize(
    ("typed", "read"), [("３０", 30), ("1,200", 1200), (" 24 名", 24), ("", None), ("０", 0)]
)
def test_numbers_are_read_as_they_are_typed_in_japan(desk, group, typed, read):
    plans(desk, group, **{"slots-0-capacity": typed, "slots-0-door_fee": "１，０００円"})
    (slot,) = the_event().slots
    assert (slot.capacity, slot.door_fee) == (read, 1000)


def test_ten_megabytes_of_text_come_back_with_a_kind_word(desk, group, count):
    long = "dough " * (10 * 1024 * 1024 // 6)
    answer = desk.post(
        f"/groups/{group.slug}/events/new",
        data=as_parts(PLAN | {"description": long}),
        content_type="multipart/form-data; boundary=rye",
    )
    assert answer.status_code == 200
    assert "Please write at most 50000 characters." in errors_of(answer.text, "description")
    assert len(answer.text) > len(long)
    assert count(Event) == 0


def test_a_preview_of_far_too_much_is_not_drawn(desk, group):
    page = plans(desk, group, description="# x\n" * 20_000, step="preview").text
    assert "How the description will look" not in page
    assert "Please write at most 50000 characters." in page


def test_an_hour_that_comes_twice_is_saved_with_a_remark(desk, group):
    times = {"starts": "2030-11-03T01:30", "ends": "2030-11-03T04:00"}
    answer = desk.post(
        f"/groups/{group.slug}/events/new", data=PLAN | NEW_YORK | times, follow_redirects=True
    )
    assert "comes twice that night" in answer.text
    assert the_event().starts_at == datetime(2030, 11, 3, 5, 30, tzinfo=UTC)


def test_an_evening_across_the_end_of_summer_time_may_end_by_an_earlier_clock(desk, group):
    times = {"starts": "2030-11-03T01:30", "ends": "2030-11-03T01:45"}
    assert plans(desk, group, **NEW_YORK, **times).status_code == 303


def test_slots_are_added_and_removed_without_a_script_and_nothing_is_saved(desk, group, count):
    page = plans(desk, group, step="more").text
    assert 'name="slots-1-name"' in page
    assert "Please look at this again." not in page
    assert re.search(r'<input[^>]*autofocus[^>]*name="slots-1-name"', page)
    filled = sent_by(page) | {"slots-1-name": "Students", "slots-1-capacity": "3"}
    page = desk.post(f"/groups/{group.slug}/events/new", data=filled | {"step": "drop:0"}).text
    assert 'value="Students"' in page
    assert 'name="slots-1-name"' not in page
    assert 'value="General"' not in page
    assert count(Event) == 0


def test_there_is_an_end_to_adding_slots(desk, group):
    many = {f"slots-{n}-name": f"Way {n}" for n in range(10)}
    page = plans(desk, group, **many, step="more").text
    assert 'name="slots-9-name"' in page
    assert 'name="slots-10-name"' not in page
    assert 'value="more"' not in page


def test_a_row_with_nothing_in_it_does_not_count(desk, group):
    plans(desk, group, **{"slots-1-name": "", "slots-1-capacity": "", "slots-1-has_waitlist": "y"})
    assert len(the_event().slots) == 1


def test_a_slot_somebody_sits_in_is_closed_instead_of_removed(desk, group):
    event = an_event(group, title="Rye bread", slots=[Slot(name="A", capacity=3), Slot(name="B")])
    somebody = somebody_registers(event, slots=(event.slots[0].id,))
    page = desk.get(f"/events/{event.slug}/edit").text
    assert 'value="close:0"' in page
    assert 'value="drop:0"' not in page
    assert 'value="drop:1"' in page
    page = desk.post(
        f"/events/{event.slug}/edit", data=sent_by(page) | {"step": "drop:0"}
    ).text  # as from a page that was opened before somebody came
    given = sent_by(page)
    assert given["slots-0-capacity"] == "0"
    assert "slots-0-has_waitlist" not in given
    desk.post(f"/events/{event.slug}/edit", data=given)
    db.session.expire_all()
    assert event.slots[0].is_closed
    assert loaded(somebody).state == State.CONFIRMED


def test_fewer_seats_than_people_are_explained_before_and_after(desk, group):
    event = an_event(group, title="Rye bread", capacity=3)
    people = a_full_house(event, waiting=1)
    page = desk.get(f"/events/{event.slug}/edit").text
    assert "3 people have a seat" in page
    assert "nobody is sent away; nobody new gets in until it fits" in page
    given = shown(desk, event) | {"slots-0-capacity": "1"}
    page = desk.post(f"/events/{event.slug}/edit", data=given, follow_redirects=True).text
    assert "2 people more than there are seats." in page
    assert [loaded(one).state for one in people] == [State.CONFIRMED] * 3 + [State.WAITLISTED]


def test_the_terms_of_a_draw_stay_once_somebody_has_entered(desk, group):
    slot = Slot(
        name="A", capacity=3, mode=Mode.LOTTERY, lottery_at=now() + timedelta(days=3), nominee_max=1
    )
    event = an_event(group, title="Rye bread", slots=[slot])
    somebody_registers(event)
    page = edits(desk, event, **{"slots-0-nominee_max": "2"}).text
    assert "the terms of the draw stay as announced" in errors_of(page, "slots-0-mode")
    page = edits(desk, event, **{"slots-0-mode": "fcfs"}).text
    assert "the terms of the draw stay as announced" in errors_of(page, "slots-0-mode")
    assert edits(desk, event, **{"slots-0-capacity": "4"}).status_code == 303


def test_no_door_leads_round_the_terms_of_a_draw(group):
    slot = Slot(
        name="A", capacity=3, mode=Mode.LOTTERY, lottery_at=now() + timedelta(days=3), nominee_max=1
    )
    event = an_event(group, slots=[slot])
    somebody_registers(event)
    (was,) = event.plan.slots
    for change in ({"nominee_max": 2}, {"weighs_losses": True}, {"mode": Mode.FCFS}):
        with pytest.raises(DrawUnderWay):
            revise(event, replace(event.plan, slots=(replace(was, **change),)), at=now())
    over = replace(event.plan, slots=(replace(was, lottery_at=now()),))
    with pytest.raises(DrawIsOver):
        revise(event, over, at=now() + timedelta(minutes=1))
    revise(event, replace(event.plan, slots=(replace(was, capacity=4),)), at=now())
    assert event.slots[0].capacity == 4


def test_publishing_a_draw_that_would_be_over_is_refused(desk, group):
    slot = Slot(capacity=3, mode=Mode.LOTTERY, lottery_at=now() - timedelta(hours=1))
    event = an_event(group, title="Rye bread", slots=[slot], status=Status.DRAFT)
    answer = desk.post(f"/events/{event.slug}/publication", follow_redirects=True)
    assert "draw would be over already" in answer.text
    assert the_event().status == Status.DRAFT


def test_an_event_is_never_a_part_of_one_that_is_a_part_of_it(desk, group):
    talk = an_event(group, title="The talk")
    party = an_event(group, title="The party", requires_event_id=talk.id)
    assert "The party" not in desk.get(f"/events/{talk.slug}/edit").text
    assert f'value="{talk.id}"' in desk.get(f"/events/{party.slug}/edit").text


def test_another_event_like_this_one_is_filled_in_for_its_next_day(desk, group):
    slot = Slot(name="Seats", capacity=7, door_fee=300)
    event = an_event(
        group, title="Rye bread #3", summary="With salt", description="Dough", slots=[slot]
    )
    saved(Question(event_id=event.id, text="Rye or wheat?"))
    page = desk.get(f"/groups/{group.slug}/events/new?like={event.slug}").text
    given = sent_by(page)
    assert given["title"] == "Rye bread #4"
    assert (given["summary"], given["slots-0-capacity"]) == ("With salt", "7")
    assert given["slots-0-slot_id"] == ""
    assert given["starts"] > event.starts_at.strftime("%Y-%m-%d")
    desk.post(f"/groups/{group.slug}/events/new?like={event.slug}", data=given)
    copy = the_event("Rye bread #4")
    assert copy.status == Status.DRAFT
    assert copy.slots[0].id != event.slots[0].id
    asked = sa.select(Question.text).where(Question.event_id == copy.id)
    assert db.session.scalars(asked).all() == ["Rye or wheat?"]


def test_only_events_of_the_same_group_are_copied(desk, group):
    other = an_event(title="Not ours")
    assert desk.get(f"/groups/{group.slug}/events/new?like={other.slug}").status_code == 404


def test_the_text_of_an_event_that_was_called_off_can_still_explain(desk, group):
    event = an_event(group, title="Rye bread")
    somebody_registers(event)
    desk.post(f"/events/{event.slug}/cancellation", data={"message": "No flour."})
    given = shown(desk, event)
    assert given["notice"] == "No flour."
    desk.post(f"/events/{event.slug}/edit", data=given | {"notice": "The mill burned down."})
    page = desk.get(f"/events/{event.slug}").text
    assert "The mill burned down." in page
    assert the_event().status == Status.CANCELLED


def test_who_did_what_is_written_down(desk, group):
    plans(desk, group)
    event = the_event()
    desk.post(f"/events/{event.slug}/publication")
    edits(desk, event, summary="With salt")
    desk.post(f"/events/{event.slug}/cancellation", data={"message": "No flour."})
    edits(desk, event, notice="The mill burned down.")
    kinds = db.session.scalars(sa.select(Action.kind).order_by(Action.id)).all()
    expected = ["drafted", "published", "revised", "called_off", "notice_changed", "revised"]
    assert kinds == expected


def test_enter_saves_instead_of_pressing_the_first_button(desk, group):
    page = desk.get(f"/groups/{group.slug}/events/new").text
    form = page[page.index('<form class="form editor"') :]
    first = re.search(r"<button[^>]*>", form)[0]
    assert 'name="step"' not in first
