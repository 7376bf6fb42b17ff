"""A town where every text is hostile and everything about a person can be told apart.

Each name, each profile field and each way to reach somebody holds a mark of its own, `zq0001x`,
so that a page can be searched for what it must not hold.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import EmailProof, Purpose, SecondAddress, User
from app.accounts.operations import (
    Newcomer,
    ask_to_sign_in,
    begin_claim,
    begin_registration,
    new_user,
    prove_for_claim,
    send_claim,
    set_password,
)
from app.accounts.proofs import link, new_proof
from app.alongside import operations as alongside
from app.announcements import operations as announcements
from app.announcements.jobs import send_due
from app.announcements.rules import Audience
from app.attendance.jobs import close_evenings
from app.attendance.operations import Visitor, write_down
from app.attendance.operations.devices import make_link
from app.connections.models import Connection
from app.connections.operations import Memory, decline, remember, request, share
from app.events.models import Event, Question, Slot
from app.events.rules import Asks, Openness, Status
from app.groups.models import Group, Membership
from app.groups.operations import join
from app.groups.queries import is_in
from app.groups.rules import Role
from app.imports import operations as imports
from app.introductions import operations as introductions
from app.introductions.models import Introduction
from app.introductions.operations import board
from app.introductions.rules import Place, Scope, Side, Topic
from app.keeping.operations import Word, promise
from app.kit.clock import now
from app.kit.db import Model, db
from app.matching.models import Round, Seat
from app.matching.rules.seating import RoundState
from app.notifications.models import Mail
from app.profiles.models import AdviceTopic, Evidence, PastStatement, Profile, StudyNote
from app.profiles.queries import profile_of
from app.profiles.traits import Backing, Facet
from app.profiles.visibility import Visibility
from app.recaps.jobs import write_recaps
from app.recaps.operations import say_i_came
from app.registrations import operations as registrations
from app.registrations.models import Answer
from app.registrations.operations.inviting import invite
from app.registrations.queries import registration_of
from app.registrations.rules import Minute
from app.registrations.states import ListVisibility, State
from app.registrations.tickets import ticket_token
from tests.factories import (
    a_group,
    a_member,
    a_seat,
    an_arrival,
    an_event,
    blocked,
    connected,
    saved,
    tagged,
)

MARK = re.compile(r"zq\d{4}x")
# Breaks out of quotes and tags wherever it is not escaped; the sums give templates away.
HOSTILE = "\"><zqx onload=zq()>'{{7*7777}}${7*7777}%(x)s"
MARKDOWN = (
    f"# {HOSTILE}\n<script>zq()</script> [a](javascript:zq()) ![b](javascript:zq())"
    f" <javascript:zq()> [c](data:text/html,zq)\n\n{HOSTILE}"
)
LEVELS = tuple(Visibility)
CONTACTS = ("email", "phone", "line_id", "website")
WORDS = ("headline", "company", "occupation", "hometown", "school", "statement", "not_for")
TAGS = {
    "interests": Facet.INTEREST,
    "offers": Facet.OFFER,
    "needs": Facet.NEED,
    "hobbies": Facet.HOBBY,
    "learning": Facet.LEARNING,
}
SHOWN = (*map(str, LEVELS), "fellow", "wall", "nowall")
# Told to nobody but those in `grants`.
PRIVATE = "private"
ENDINGS = ("parked", "asked", "passed_on", "introduced", "declined", "withdrawn")


@dataclass(frozen=True)
class Mark:
    """What one mark stands for. `level` is empty for names and ways to reach somebody."""

    owner: str
    what: str
    level: str = ""


@dataclass
class Town:
    """Everything by name. Rows are kept as ids, so that the town outlives a session."""

    marks: dict[str, Mark] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    public_ids: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    introductions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    # Who may read what: pairs (reader, owner), and (reader, owner, contact field).
    near: set[tuple[str, str]] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    grants: set[tuple[str, str, str]] = field(default_factory=set)

    def mark(self, owner: str, what: str, level: str = "") -> str:
        text = f"zq{len(self.marks):04}x"
        self.marks[text] = Mark(owner, what, level)
        return text

    def row(self, name: str) -> User:
        return db.session.get_one(User, self.ids[name])

    def reader_of(self, member_id: int) -> str:
        return next(name for name, id_ in self.ids.items() if id_ == member_id)


def add(town: Town, name: str, level: str = Visibility.MATCHES, **given: object) -> User:
    """Somebody with a mark in every field, all of them shown at `level`."""
    usual: dict[str, object] = {"email": f"{town.mark(name, 'email')}@example.org"}
    member = a_member(
        f"{name} {town.mark(name, 'name')}{HOSTILE}", f"Z{HOSTILE}", **(usual | given)
    )
    town.ids[name], town.public_ids[name] = member.id, member.public_id
    profile = db.session.get_one(Profile, member.id)
    for word in WORDS:
        setattr(profile, word, town.mark(name, word, level) + HOSTILE)
    for tag, facet in TAGS.items():
        tagged(member, facet, town.mark(name, tag, level) + HOSTILE, f"Weaving{HOSTILE}")
    profile.phone, profile.line_id = town.mark(name, "phone"), town.mark(name, "line_id") + HOSTILE
    profile.website = f"https://example.org/{town.mark(name, 'website')}?{HOSTILE}"
    for mark in profile_of(member).tags:
        mark.words = town.mark(name, f"{mark.facet} told", level) + HOSTILE
        mark.standard = town.mark(name, f"{mark.facet} standard", level) + HOSTILE
    what, place = town.mark(name, "evidence", level), town.mark(name, "evidence place", level)
    saved(
        Evidence(member_id=member.id, kind=Backing.WORK, what=what + HOSTILE, place=place + HOSTILE)
    )
    before, study = town.mark(name, "statement before", PRIVATE), town.mark(name, "study", level)
    saved(PastStatement(member_id=member.id, words=before + HOSTILE, since=now(), until=now()))
    topic = town.mark(name, "advice", level) + HOSTILE
    saved(AdviceTopic(member_id=member.id, words=topic, ways=["text", "call"], minutes=15))
    saved(StudyNote(member_id=member.id, words=study + HOSTILE, on=now().date()))
    second = f"{town.mark(name, 'second', PRIVATE)}@elsewhere.example"
    saved(SecondAddress(member_id=member.id, address=second, confirmed_at=now()))
    profile.visibility = dict.fromkeys(
        (*WORDS, *TAGS, "evidence", "study_log", "advice"), str(level)
    )
    db.session.commit()
    return member


def tie(town: Town, one: str, other: str) -> None:
    """Two people who know each other, and share nothing yet."""
    connected(town.row(one), town.row(other))
    town.near |= {(one, other), (other, one)}


def grant(town: Town, owner: str, reader: str, *fields: str) -> None:
    connection = connected(town.row(owner), town.row(reader))
    share(connection, town.row(owner), fields, at=now())
    town.grants |= {(reader, owner, each) for each in fields}
    db.session.commit()


def built() -> Town:
    """Build the town in the present database."""
    town = Town()
    _people(town)
    _evenings(town)
    _guests(town)
    _asked(town)
    _at_the_door(town)
    _beside(town)
    _ties(town)
    for ending in ENDINGS:
        _introduction(town, ending)
    _posting(town)
    _papers(town)
    _tables(town)
    db.session.commit()
    return town


def _people(town: Town) -> None:
    for name in ("host", "door", "rival", "outsider", "fellow", "hidden", "friend", "trusted"):
        add(town, name)
    for name in ("waiting", "left", "asked", "wall", "nowall", "absent"):
        add(town, name)
    add(town, "staff", is_staff=True)
    for level in LEVELS:
        add(town, level, level)
    add(town, "unproven", email_verified_at=None)
    add(town, "nameless", email=None, email_verified_at=None)


def _evenings(town: Town) -> None:
    group = a_group(town.row("host"), **_charter())
    saved(
        Membership(group_id=group.id, member_id=town.ids["door"], role=Role.DOOR, joined_at=now())
    )
    circle = a_group(town.row("rival"), name="Closed circle")
    db.session.refresh(group)
    _event(town, "soon", group, slots=[Slot(capacity=5, name=f"General{HOSTILE}")])
    _event(town, "over", group, starts_at=now() - timedelta(hours=5))
    _event(town, "draft", group, status=Status.DRAFT, published_at=None)
    _event(town, "called off", group, status=Status.CANCELLED, cancelled_at=now())
    _event(town, "circle", circle, openness=Openness.MEMBERS)
    town.slugs |= {"group": group.slug, "other group": circle.slug}


def _charter() -> dict[str, str]:
    texts = ("name", "summary", "run_by", "commercial_tie", "sponsor")
    return {each: f"{each}{HOSTILE}" for each in texts} | {"description": MARKDOWN}


def _event(town: Town, name: str, group: Group, **given: object) -> Event:
    texts = ("title", "summary", "place_name", "address", "access", "notice")
    words = {each: f"{each} {name}{HOSTILE}" for each in texts}
    event = an_event(
        group,
        description=MARKDOWN,
        online_url='https://example.org/?"><zqx onload=zq()>',
        **(words | given),
    )
    town.slugs[name], town.ids[f"event {name}"] = event.slug, event.id
    return event


def event_called(town: Town, name: str) -> Event:
    return db.session.get_one(Event, town.ids[f"event {name}"])


def _guests(town: Town) -> None:
    soon, over = event_called(town, "soon"), event_called(town, "over")
    for name in (*SHOWN, "hidden", "absent"):
        for event in (soon, over):
            _takes_a_seat(town, name, event)
        if name != "absent":
            place = registration_of(over, town.row(name))
            town.others[f"entry {name}"] = str(an_arrival(place).id)
    town.near |= {(reader, owner) for reader in (*SHOWN, "hidden", "absent") for owner in SHOWN}
    town.near -= {("wall", "nowall"), ("nowall", "wall")}
    greeted(town, "wall", "nowall")
    blocked(town.row("wall"), town.row("nowall"))
    town.named |= {("wall", "nowall")}  # among those one has blocked, to take it back
    a_seat(soon, town.row("waiting"), state=State.WAITLISTED, queue_no=1, slot_id=None)
    a_seat(soon, town.row("left"), state=State.CANCELLED)
    for name in ("unproven", "nameless"):
        a_seat(soon, town.row(name))


def _asked(town: Town) -> None:
    """What the organizers ask, what people answer them, and whom they and others invite."""
    soon, host = event_called(town, "soon"), town.row("host")
    for number, asks in enumerate((Asks.TEXT, Asks.CHOICE)):
        given = {"position": number, "choices": [f"choice{HOSTILE}"] if asks == Asks.CHOICE else []}
        question = saved(Question(event_id=soon.id, text=f"ask{HOSTILE}", asks=asks, **given))
        for name in (*SHOWN, "hidden", "waiting"):
            place = registration_of(soon, town.row(name))
            words = town.mark(name, "answer", PRIVATE) + HOSTILE
            saved(Answer(registration_id=place.id, question_id=question.id, text=words))
            town.grants.add(("host", name, "answer"))
    guest = f"{town.mark('host', 'guest', PRIVATE)}@example.org"
    invite(soon, [guest], by=host, at=now())
    waiting = registration_of(soon, town.row("waiting"))
    friend = f"{town.mark('waiting', 'friend', PRIVATE)}@example.org"
    registrations.ask_along(waiting, friend, by=town.row("waiting"), at=now())
    db.session.commit()


def _at_the_door(town: Town) -> None:
    """Somebody on no list who has written their name down, and a way in for helpers."""
    soon = event_called(town, "soon")
    at_poster = Visitor(
        f"{town.mark('host', 'visitor', PRIVATE)}{HOSTILE}",
        f"visitor{HOSTILE}",
        f"{town.mark('nobody', 'visitor address', PRIVATE)}@example.org",
    )
    write_down(soon, at_poster, at=now())
    town.grants.add(("door", "host", "visitor"))
    make_link(soon, f"gate{HOSTILE}", by=town.row("host"), at=now())
    db.session.commit()


def _beside(town: Town) -> None:
    """What has to be done, and a table of people who show their names to those who sit there."""
    soon, host = event_called(town, "soon"), town.row("host")
    draft = alongside.ChoreDraft(f"chore{HOSTILE}", f"chore note{HOSTILE}", 5)
    chore = alongside.name(soon, draft, by=town.row("fellow"), at=now())
    alongside.take(chore, shows_name=True, by=town.row("fellow"), at=now())
    alongside.take(chore, shows_name=False, by=town.row("hidden"), at=now())
    begins = soon.ends_at + timedelta(hours=1)
    table = alongside.MealDraft(f"table{HOSTILE}", begins, 6, f"table note{HOSTILE}")
    meal = alongside.propose(soon, table, by=town.row("hidden"), at=now())
    alongside.decide(meal, yes=True, by=host, at=now())
    for name in ("fellow", "wall"):
        alongside.join(meal, by=town.row(name), at=now())
    for name, goes_on_paper in (("fellow", True), ("hidden", False)):
        said = f"{town.mark(name, 'minute', PRIVATE)}{HOSTILE}"
        place, minute = registration_of(soon, town.row(name)), Minute(said, said, said)
        registrations.introduce(place, minute, goes_on_paper=goes_on_paper, at=now())
    # What is printed by the organizers is read by them.
    town.grants.add(("host", "fellow", "minute"))
    # Who eats together reads each other's names, whoever else may.
    town.named |= {("fellow", "hidden"), ("wall", "hidden")}
    town.others |= {"chore": chore.public_id, "meal": meal.public_id}
    db.session.commit()


def _takes_a_seat(town: Town, name: str, event: Event) -> None:
    visibility = ListVisibility.PARTICIPANTS if name in SHOWN else ListVisibility.ORGANIZERS
    if name == "public":
        visibility = ListVisibility.PUBLIC
    place = a_seat(
        event,
        town.row(name),
        list_visibility=visibility,
        reference=f"=1+1{HOSTILE}",
        purpose="friends",
        purpose_note=HOSTILE,
    )
    town.tokens[f"ticket {name} {event.slug}"] = ticket_token(place)
    town.others[f"place {name} {event.slug}"] = place.public_id


def _ties(town: Town) -> None:
    for level in map(str, LEVELS):
        tie(town, "friend", level)
        tie(town, "trusted", level)
    grant(town, "matches", "trusted", *CONTACTS)
    grant(town, "hidden", "fellow", "line_id")
    town.near |= {("fellow", "hidden"), ("hidden", "fellow")}
    connection = connected(town.row("friend"), town.row("public"))
    memory = Memory(note=f"{town.mark('friend', 'note')}{HOSTILE}")
    remember(connection, town.row("friend"), memory, at=now())
    said = town.mark("friend", "promise", PRIVATE) + HOSTILE
    whom = town.mark("friend", "promised to", PRIVATE) + HOSTILE
    word = Word(said, connection, whom, now().date())
    town.others["pledge"] = promise(town.row("friend"), word, at=now()).public_id
    greeted(town, "fellow", "asked")
    town.grants.add(("asked", "fellow", "greeting"))
    decline(greeted(town, "hidden", "absent"), by=town.row("absent"), at=now())
    # To be asked is to hear the asker's name; a no forgets it.
    town.named |= {("asked", "fellow"), ("fellow", "asked"), ("hidden", "absent")}
    db.session.commit()


def greeted(town: Town, asker: str, other: str) -> Connection:
    """`asker` asks `other` to connect, with a few words that are for the two alone."""
    words = town.mark(asker, "greeting", PRIVATE) + HOSTILE
    over = event_called(town, "over")
    return request(town.row(asker), town.row(other), event=over, at=now(), greeting=words)


def _introduction(town: Town, ending: str) -> None:
    """Three people of their own for every way a request can go; A and C share no evening."""
    asker, connector, target = (f"{part} {ending}" for part in ("asker", "connector", "target"))
    for name in (asker, connector, target):
        add(town, name)
    over = event_called(town, "over")
    an_arrival(a_seat(over, town.row(asker), list_visibility=ListVisibility.ORGANIZERS))
    town.near |= {(asker, owner) for owner in SHOWN}
    tie(town, asker, connector)
    if ending != "parked":
        tie(town, connector, target)
    db.session.get_one(Profile, town.ids[connector]).is_connector = True
    db.session.get_one(Profile, town.ids[target]).is_reachable = True
    wish = introductions.Ask(f"purpose{HOSTILE}", f"offer{HOSTILE}", False, ("email", "phone"))
    row = introductions.ask(town.row(asker), town.row(target), wish, at=now())
    introductions.advance(now())
    town.introductions[ending] = row.public_id
    _carry_on(town, row, ending)
    _note_rights(town, row, (asker, connector, target))
    db.session.commit()


def _note_rights(town: Town, row: Introduction, three: tuple[str, str, str]) -> None:
    asker, connector, target = three
    town.named |= {(asker, target)}
    if row.state in ("with_connector", "with_target", "introduced"):
        town.named |= {(connector, asker), (connector, target)}
    if row.state in ("with_target", "introduced"):
        town.named |= {(target, asker), (target, connector)}
    if row.state == "introduced":
        town.near |= {(asker, target), (target, asker)}
        town.named |= {(asker, connector)}
        town.grants |= {(target, asker, "email"), (target, asker, "phone")}
        town.grants |= {(asker, target, "line_id")}


def _carry_on(town: Town, row: Introduction, ending: str) -> None:
    connector, target = town.row(f"connector {ending}"), town.row(f"target {ending}")
    if ending in ("passed_on", "introduced", "declined"):
        introductions.forward(row, f"note{HOSTILE}", Scope.CLOSE, by=connector, at=now())
    if ending == "introduced":
        introductions.consent(row, ("line_id",), by=target, at=now())
    if ending == "declined":
        introductions.refuse(row, by=target, at=now())
    if ending == "withdrawn":
        introductions.withdraw(row, by=town.row(f"asker {ending}"), at=now())


def _posting(town: Town) -> None:
    """What somebody looks for, on the board of a group, and an answer to it."""
    group = event_called(town, "soon").group
    for name in ("host", "friend"):
        if not is_in(group, town.row(name)):
            join(group, town.row(name), at=now())
    draft = board.Draft(
        Side.NEED, Topic.ADVICE, Place.EITHER, f"title{HOSTILE}", f"words{HOSTILE}", "", False
    )
    posting = board.put_up(group, town.row("host"), draft, at=now())
    board.respond(posting, town.row("friend"), f"answer{HOSTILE}", ("phone",), at=now())
    town.others["posting"] = posting.public_id
    # Members of one group may be suggested to each other.
    fellows = ("host", "friend", "door")
    town.named |= {(one, other) for one in fellows for other in fellows if one != other}
    db.session.commit()


def _papers(town: Town) -> None:
    """Letters, links, lists from elsewhere, and the morning after."""
    at, soon = now(), event_called(town, "soon")
    registrations.register(soon, town.row("friend"), registrations.Wish(), at=at)
    ask_to_sign_in(town.row("fellow").email or "", at=at)
    set_password(town.row("trusted"), "Correct horse 42", keep=None, at=at)
    intent = {"event": f"title{HOSTILE}", "by": f"by{HOSTILE}", "next": "/me"}
    send_claim(town.row("unproven"), intent, at=at)
    claim = begin_claim(town.row("nameless"), intent, at=at)
    prove_for_claim(claim, "somewhere@example.org", at=at)
    newcomer = Newcomer("newcomer@example.org", f"New{HOSTILE}", f"Comer{HOSTILE}")
    begin_registration(newcomer, {"event": f"title{HOSTILE}", "event_id": soon.public_id}, at=at)
    for purpose in Purpose:
        proof = new_proof(
            new_user(f"{purpose}@example.org", f"{purpose}{HOSTILE}", at=at),
            purpose,
            intent | {"event_id": soon.public_id, "by_mail": True, "address": "a@example.org"},
            at=at,
        )
        town.tokens[purpose] = _token_of(proof)
    _lists(town)
    _announcements(town)
    db.session.commit()
    close_evenings(at)
    write_recaps(at)
    over = event_called(town, "over")
    say_i_came(over, by=town.row("absent"), at=at)
    db.session.commit()


def _token_of(proof: EmailProof) -> str:
    return link(proof).rpartition("/")[2]


def _announcements(town: Town) -> None:
    host, soon = town.row("host"), event_called(town, "soon")
    words = announcements.Words(f"subject{HOSTILE}", MARKDOWN, "en", f"other{HOSTILE}", MARKDOWN)
    told = announcements.draft(soon.group, soon, words, Audience(), by=host, at=now())
    announcements.send(told, None, by=host, at=now())
    send_due(now())
    town.others["announcement"] = told.public_id
    elsewhere = db.session.scalars(sa.select(Group).where(Group.name == "Closed circle")).one()
    town.others["other group"] = elsewhere.public_id


def _lists(town: Town) -> None:
    host, soon = town.row("host"), event_called(town, "soon")
    rows = (
        "参加枠名,ユーザー名,表示名,参加ステータス,出欠ステータス,氏名,メールアドレス,受付番号\n"
        f'一般,zed,"=1+1{HOSTILE.replace(chr(34), chr(34) * 2)}",参加,,'
        f'"＝cmd{HOSTILE.replace(chr(34), chr(34) * 2)}",listed@example.org,1\n'
    ).encode()
    name = f'"><zqx onload=zq()>{HOSTILE}.csv'
    looked_at = imports.look_at(soon, imports.Upload(name, rows), by=host, at=now())
    brought_in = imports.look_at(soon, imports.Upload(name, rows), by=host, at=now())
    imports.bring_in_list(brought_in, by=host, at=now())
    imports.make_links(soon, by=host, at=now())
    town.others |= {"looked at": looked_at.public_id, "brought in": brought_in.public_id}
    entry = f"UID:1\r\nDTSTART:20300101T100000Z\r\nSUMMARY:{HOSTILE}\r\nLOCATION:{HOSTILE}"
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    upload = imports.Upload(name, calendar.encode())
    programme = imports.look_at_programme(soon.group, upload, by=host, at=now())
    town.others["programme"] = programme.public_id


def _tables(town: Town) -> None:
    """Everybody at one table, whether they show themselves or not; one kept apart from one."""
    for name in ("soon", "over"):
        round_ = saved(
            Round(
                event_id=town.ids[f"event {name}"],
                number=1,
                size=20,
                seed=1,
                planned_at=now(),
                state=RoundState.OVER,
                began_at=now(),
            )
        )
        for who in (*map(str, LEVELS), "fellow", "hidden", "wall", "nowall"):
            saved(Seat(round_id=round_.id, member_id=town.ids[who], table_no=1))


def checksums() -> dict[str, str]:
    """What stands in every table, but when somebody was last seen."""
    tables = {table.name: table.name for table in Model.metadata.sorted_tables}
    tables["sign_ins"] = "(select id, member_id, token_hash, ended_at from sign_ins)"
    said = "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t"
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(sa.text(said.format(source))) for name, source in tables.items()
        }


def every_mail() -> list[Mail]:
    return list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))
