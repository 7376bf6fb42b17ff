"""Pages are given again only while they are true: every change shows at once, in every process.

Two applications over one database stand for two processes: what one of them keeps, the other has
never been told of. A page is true when it is what a third one makes from nothing.
"""

import re
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.attendance.models import Entry
from app.events.models import Event, Series, Slot
from app.events.operations import cancel
from app.events.rules import Mode, Openness
from app.factory import create_app
from app.groups.models import Membership
from app.groups.rules import Role
from app.kit import clock
from app.kit.clock import now
from app.kit.db import db
from app.moderation.models import Block
from app.profiles.models import Profile
from app.profiles.traits import Stance
from app.registrations.facts import facts_of
from app.registrations.models import Draw, Registration
from app.registrations.queries.versions import TABLES
from app.registrations.states import ListVisibility, State
from app.web.app import App
from config import Config
from tests.conftest import Bell, Browser
from tests.factories import a_group, a_member, a_seat, an_arrival, an_event, blocked, saved

Told = dict[tuple[str, str], tuple[int, str]]
SESSION = re.compile(r'name="csrf_token" value="[^"]*"')


class World:
    """An event with people, two processes that have kept its page, and one that keeps nothing."""

    def __init__(self, app: App, other: App, plain: App) -> None:
        self.apps, self.plain = (app, other), plain
        owner = a_member("Owen")
        self.group = a_group(owner)
        self.event = an_event(
            self.group, title="Rye bread", capacity=40, description="Some *dough*"
        )
        self.guests = [a_member(f"Guest{n}") for n in range(16)]
        for number, guest in enumerate(self.guests):
            seen = (ListVisibility.PUBLIC, ListVisibility.PARTICIPANTS)[number % 2]
            a_seat(self.event, guest, list_visibility=seen, purpose="friends")
        over = an_event(self.group, starts_at=now() - timedelta(days=9), attendance_taken=True)
        self.seats_before = [a_seat(over, guest) for guest in self.guests[:6]]
        self.outsider = a_member("Outsider")
        self.readers = {
            "": None,
            "guest": self.guests[1],
            "outsider": self.outsider,
            "owner": owner,
        }
        self.browsers = {
            (one, who): self.browser(one, member)
            for one in (*self.apps, plain)
            for who, member in self.readers.items()
        }
        self.path = f"/events/{self.event.slug}"

    def browser(self, app: App, member: User | None) -> Browser:
        browser = app.test_client()
        return browser.sign_in(member) if member else browser

    def page(self, app: App, who: str, locale: str = "en") -> tuple[int, str]:
        answer = self.browsers[app, who].get(self.path, headers={"Accept-Language": locale})
        return answer.status_code, SESSION.sub("", answer.text)

    def settle(self) -> Told:
        """Let both processes keep everybody's page; what everybody reads."""
        db.session.commit()
        for _ in range(2):
            for app in self.apps:
                self.told(app)
        return self.true()

    def true(self) -> Told:
        return self.told(self.plain)

    def told(self, app: App) -> Told:
        """What everybody reads there, and a stranger in the other language."""
        pages = {(who, "en"): self.page(app, who) for who in self.readers}
        return pages | {("", "ja"): self.page(app, "", "ja")}


@pytest.fixture
def world(own_app):
    def another(**given: object) -> App:
        config = own_app.config
        app = create_app(_config(config, **given))
        app.test_client_class = Browser
        app.extensions["queue"] = Bell(None)
        return app

    other, plain = another(), another(KEEPS_PAGES=False)
    yield World(own_app, other, plain)
    for app in (other, plain):
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _config(config, **given):
    kept = {field.name: config[field.name] for field in fields(Config)}
    return Config(**(kept | given))


def _set(target, **values):
    def change(world):
        row = target(world)
        for name, value in values.items():
            setattr(row, name, value)

    return change


def _event(world):
    return db.session.get_one(Event, world.event.id)


def _group(world):
    return _event(world).group


def _guest(number):
    return lambda world: db.session.get_one(User, world.guests[number].id)


def _place(number):
    return lambda world: db.session.scalars(
        sa.select(Registration).where(
            Registration.event_id == world.event.id,
            Registration.attendee_id == world.guests[number].id,
        )
    ).one()


def _join(world):
    saved(Membership(group_id=world.group.id, member_id=world.outsider.id, joined_at=now()))


def _comes_again(world):
    series = saved(
        Series(
            group_id=world.group.id,
            rule="FREQ=WEEKLY;BYDAY=MO",
            starts_on=world.event.starts_at.date(),
            made_at=now(),
        )
    )
    given = {"series_id": series.id, "starts_at": world.event.starts_at + timedelta(days=7)}
    an_event(world.group, title="Rye again", occurs_on=date(2027, 1, 4), **given)
    _set(_event, series_id=series.id, occurs_on=date(2026, 12, 28))(world)


CHANGES = {
    "title": _set(_event, title="White bread"),
    "summary": _set(_event, summary="With salt"),
    "text": _set(_event, description="No *yeast*"),
    "time": lambda w: _set(
        _event,
        starts_at=w.event.starts_at + timedelta(hours=1),
        ends_at=w.event.ends_at + timedelta(hours=1),
    )(w),
    "place": _set(_event, place_name="The mill"),
    "languages": _set(_event, languages=["en"]),
    "speakers": _set(_event, speakers=["Hana Takasaki"]),
    "stance of the event": _set(_event, stance=Stance.SELLING),
    "registration elsewhere": _set(_event, elsewhere_url="https://elsewhere.example/1"),
    "opening": _set(_event, opens_at=now() + timedelta(days=1)),
    "seats": _set(lambda w: _event(w).slots[0], capacity=30),
    "fee": _set(lambda w: _event(w).slots[0], door_fee=700),
    "lottery": _set(
        lambda w: _event(w).slots[0], mode=Mode.LOTTERY, lottery_at=now() + timedelta(days=2)
    ),
    "another slot": lambda w: _event(w).slots.append(Slot(name="Students", position=1)),
    "name of the group": _set(_group, name="Millers"),
    "who runs the group": _set(_group, run_by="A mill"),
    "stance of the group": _set(_group, stance=Stance.SELLING),
    "somebody joins the group": _join,
    "somebody helps to run it": lambda w: db.session.execute(
        sa.update(Membership)
        .where(Membership.member_id == w.outsider.id)
        .values(role=Role.ORGANIZER)
    ),
    "and no longer does": lambda w: db.session.execute(
        sa.update(Membership).where(Membership.member_id == w.outsider.id).values(role=Role.MEMBER)
    ),
    "somebody registers": lambda w: a_seat(
        w.event, a_member("New"), list_visibility=ListVisibility.PUBLIC
    ),
    "somebody waits": lambda w: a_seat(w.event, a_member(), state=State.WAITLISTED, queue_no=1),
    "somebody cancels": _set(_place(0), state=State.CANCELLED),
    "somebody hides": _set(_place(2), list_visibility=ListVisibility.ORGANIZERS),
    "somebody has to say yes first": _set(_place(4), needs_yes=True),
    "somebody shows themselves": _set(_place(1), list_visibility=ListVisibility.PUBLIC),
    "somebody is renamed": _set(_guest(6), given_name="Renamed"),
    "somebody's account is closed": _set(_guest(8), disabled_at=now()),
    "a block": lambda w: blocked(w.outsider, w.guests[12]),
    "a block the other way": lambda w: blocked(w.guests[14], w.outsider),
    "another purpose": lambda w: [_set(_place(n), purpose="growth")(w) for n in range(5, 14)],
    "industries": lambda w: [
        setattr(db.session.get_one(Profile, guest.id), "industry", "food")
        for guest in w.guests[5:14]
    ],
    "somebody is erased": lambda w: db.session.execute(
        sa.delete(User).where(User.id == w.guests[10].id)
    ),
    "one more evening before it": lambda w: an_event(w.group, starts_at=now() - timedelta(days=3)),
    "people came to an earlier one": lambda w: [an_arrival(seat) for seat in w.seats_before],
    "a party after it": lambda w: an_event(
        w.group, title="The party", requires_event_id=w.event.id
    ),
    "it comes again": _comes_again,
    "an evening of the series moves": _set(
        lambda w: db.session.scalars(sa.select(Event).where(Event.title == "Rye again")).one(),
        title="Rye once more",
    ),
    "the series ends": _set(lambda w: db.session.scalars(sa.select(Series)).one(), ended_at=now()),
    "it needs a seat elsewhere": lambda w: _set(
        _event, requires_event_id=an_event(w.group, title="The main one").id
    )(w),
    "the draw is done": lambda w: [
        _set(lambda w: _event(w).slots[0], mode=Mode.LOTTERY)(w),
        saved(
            Draw(
                slot_id=w.event.slots[0].id,
                algorithm="1",
                seed=b"",
                commitment="",
                committed_at=now(),
                drawn_at=now(),
            )
        ),
    ],
    "members only": _set(_event, openness=Openness.MEMBERS),
    "called off": lambda w: cancel(_event(w), "No flour", at=now()),
}


def test_every_change_shows_at_once_in_every_process(world):
    before = world.settle()
    for name, change in CHANGES.items():
        change(world)
        db.session.commit()
        after = world.true()
        assert after != before, name
        for app in world.apps:
            assert world.told(app) == after, name
        before = after


def test_what_is_not_committed_yet_is_not_shown_and_not_kept(world):
    before = world.settle()
    with world.apps[0].app_context():
        db.session.execute(sa.update(Event).values(title="Undecided"))
        db.session.flush()
        assert world.told(world.apps[1]) == before
        db.session.rollback()
    assert world.told(world.apps[0]) == before


def test_an_undone_block_shows_again(world):
    before = world.settle()
    blocked(world.outsider, world.guests[6])
    assert world.told(world.apps[0]) != before
    db.session.execute(sa.delete(Block))
    db.session.commit()
    assert world.told(world.apps[0]) == before


def test_time_alone_changes_a_page_too(world, later):
    opens = now() + timedelta(hours=1)
    _set(_event, opens_at=opens)(world)
    before = world.settle()
    assert "Registration opens" in before["", "en"][1]
    later(hours=2)
    after = world.told(world.apps[0])
    assert after == world.true() != before
    assert "Registration opens" not in after["", "en"][1]
    later(days=8)
    assert "This evening is over" in world.told(world.apps[1])["", "en"][1]
    clock.move(0)
    assert world.told(world.apps[0]) == before


def test_nobody_is_given_the_page_of_somebody_else(world):
    """Whoever comes first, the others are shown their own."""
    for first in world.readers:
        db.session.execute(sa.update(Event).values(changed_at=now()))
        db.session.commit()
        world.page(world.apps[0], first)
        assert world.told(world.apps[0]) == world.true()


def test_signing_out_shows_the_page_of_strangers_and_signing_in_one_s_own(world):
    world.settle()
    browser = world.browsers[world.apps[0], "guest"]
    assert "You are coming" in browser.get(world.path).text
    browser.post("/sign-out")
    assert "You are coming" not in browser.get(world.path).text
    browser.sign_in(world.guests[1])
    assert "You are coming" in browser.get(world.path).text


def test_a_kept_page_asks_one_question_and_a_member_s_page_a_handful(
    world, statements, monkeypatch
):
    world.settle()
    keeper = world.apps[0].extensions["kept"]
    # Whoever else writes to this server meanwhile is not to be seen.
    seen = {kept.made.snapshot for kept in keeper._pages.values()}.pop()
    monkeypatch.setattr(keeper.lines, "snapshot", lambda: seen)
    for key, kept in keeper._pages.items():
        keeper._pages[key] = replace(kept, made=replace(kept.made, snapshot=seen))
    with statements() as asked:
        world.page(world.apps[0], "")
    assert len(asked) == 0  # the one question goes past SQLAlchemy
    with statements() as asked:
        world.page(world.apps[0], "guest")
    assert len(asked) <= 4


def test_browsers_that_have_the_page_are_told_so(world):
    world.settle()
    browser = world.browsers[world.apps[0], ""]
    answer = browser.get(world.path, headers={"Accept-Language": "en"})
    assert answer.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert "Set-Cookie" not in answer.headers
    headers = {"Accept-Language": "en", "If-None-Match": answer.headers["ETag"]}
    again = browser.get(world.path, headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    _set(_event, title="White bread")(world)
    db.session.commit()
    assert browser.get(world.path, headers=headers).status_code == 200
    mine = world.browsers[world.apps[0], "guest"].get(world.path, headers=headers)
    assert (mine.status_code, mine.headers["Cache-Control"]) == (200, "no-store")


def test_the_fingerprint_covers_every_table_the_facts_are_made_of(world, statements):
    event = _event(world)
    with statements() as asked, world.apps[0].app_context():
        facts_of(event, now())
    read = {name for text in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", str(text))}
    tables = set(db.metadata.tables)
    assert read & tables <= TABLES
    assert {Entry.__tablename__, Draw.__tablename__} <= TABLES
