"""Who may do what: every page and call, as everybody, at every stage, however it has begun."""

from dataclasses import dataclass
from functools import partial

import pytest
import sqlalchemy as sa

from app.api.calls import PREFIX
from app.introductions.models import (
    Aftermath,
    Approach,
    Consent,
    Incident,
    Introduction,
    Thanks,
)
from app.introductions.operations import (
    advance,
    consent,
    forward,
    keep_draft,
    propose,
    refuse,
    take_back,
    withdraw,
)
from app.introductions.rules import Scope
from app.kit import clock
from app.kit.clock import now
from app.kit.db import db
from app.profiles.queries import profile_of
from tests.api.conftest import program as _program
from tests.factories import a_member, blocked, connected
from tests.introductions.conftest import NOTE, WISH, asked, came, glad, needed, open_to

pytestmark = pytest.mark.usefixtures("transaction")
program = _program

ROLES = ("one", "between", "other", "stranger", "blocked", "moderator")
MONEY = type(WISH)("Passive income for everybody who listens to me.", WISH.offer, False, ())

# What a page and a program send, by what it is they would like to do.
WORD = {"note": NOTE, "scope": "close"}
PAGES = {
    "forward": ("/introductions/{}/forwarding", WORD),
    "consent": ("/introductions/{}/consent", {}),
    "refuse": ("/introductions/{}/refusal", {}),
    "withdraw": ("/introductions/{}/withdrawal", {}),
    "take back": ("/introductions/{}/retraction", {}),
    "tell": ("/introductions/{}/outcome", {"outcome": "met"}),
    "thank": ("/introductions/{}/thanks", {"words": "Thank you very much."}),
    "report": ("/introductions/{}/report", {"kind": "sales"}),
    "drop": ("/introductions/{}/removal", {}),
    "let pass": ("/introductions/screening/{}/release", {}),
    "turn away": ("/introductions/screening/{}/refusal", {"rule": "money"}),
}
CALLS = {
    "forward": ("/introductions/{}/forwarding", WORD),
    "consent": ("/introductions/{}/consent", {"share": []}),
    "refuse": ("/introductions/{}/refusal", {}),
    "withdraw": ("/introductions/{}/withdrawal", None),
    "take back": ("/introductions/{}/retraction", None),
    "tell": ("/introductions/{}/outcome", {"outcome": "met"}),
}

SEES = {"show"}
ANSWERS = {"show", "consent", "refuse"}
PASSES_ON = {"show", "forward", "refuse"}
WAITS = {"show", "withdraw"}
STANDS_BY = {"show", "take back"}
HAS_MET = {"show", "tell", "thank", "report"}

# What the design allows. Whoever is not named may do nothing, and sees nothing.
ASKED = {
    "draft": {"one": {"show", "drop"}},
    "held": {"one": WAITS, "moderator": {"let pass", "turn away"}},
    "parked": {"one": WAITS},
    "with the connector": {"one": WAITS, "between": PASSES_ON},
    "with the one asked": {"one": WAITS, "between": STANDS_BY, "other": ANSWERS},
    "introduced": {"one": HAS_MET, "between": SEES, "other": HAS_MET},
    "declined by the connector": {"one": WAITS},
    "declined": {"one": WAITS, "between": STANDS_BY},
    "over": {"one": SEES, "between": SEES},
    "taken back": {"one": WAITS},
    "withdrawn": {"one": SEES},
}
PROPOSED = {
    "not yet put": {"between": STANDS_BY},
    "parked": {"between": STANDS_BY},
    "with both": {"one": ANSWERS, "between": STANDS_BY, "other": ANSWERS},
    "one yes": {"one": STANDS_BY, "between": STANDS_BY, "other": ANSWERS},
    "one no": {"between": STANDS_BY, "other": ANSWERS},
    "yes and no": {"one": STANDS_BY, "between": STANDS_BY},
    "introduced": {"one": HAS_MET, "between": SEES, "other": HAS_MET},
    "over": {"one": SEES, "between": SEES},
    "withdrawn": {},
}
CASES = [
    *(("person", stage) for stage in ASKED),
    *(("need", stage) for stage in ASKED),
    *(("connector", stage) for stage in PROPOSED),
]


@dataclass
class Village:
    """Three people, somebody else, somebody the first keeps away, and a moderator."""

    people: dict[str, object]

    @classmethod
    def settled(cls) -> "Village":
        people = {role: a_member(role.title()) for role in ROLES[:-1]}
        people["moderator"] = a_member("Moderator", is_staff=True)
        came(people["one"])
        connected(people["one"], people["between"])
        connected(people["between"], people["other"])
        for role in ("between", "other"):
            connected(people[role], people["blocked"])
        glad(people["between"])
        open_to(people["one"], people["other"])
        blocked(people["one"], people["blocked"])
        return cls(people)

    def __getattr__(self, role):
        return self.people[role]

    def at_stage(self, way: str, stage: str) -> Introduction:
        if way == "connector":
            return self._proposed(stage)
        if stage == "parked":
            profile_of(self.between).is_connector = False
        if stage == "draft":
            target = self.other if way == "person" else None
            return keep_draft(self.one, target, WISH, at=now())
        wish = MONEY if stage == "held" else WISH
        ask = asked if way == "person" else needed
        row = ask(self.one, self.other if way == "person" else self.between, wish)
        for stages, deed in AFTER_ASKING:
            if stage in stages:
                deed(self, row)
        return row

    def _proposed(self, stage):
        if stage == "parked":
            profile_of(self.other).is_reachable = False
        row = propose(self.between, (self.one, self.other), NOTE, Scope.CLOSE, at=now())
        if stage != "not yet put":
            advance(now())
        for stages, deed in AFTER_PROPOSING:
            if stage in stages:
                deed(self, row)
        return row


def passed_on(village, row):
    target = village.other if row.target is None else None
    forward(row, NOTE, Scope.CLOSE, by=village.between, target=target, at=now())


def much_later(_village, row):
    clock.move((row.closes_at - now()).total_seconds() + 1)


# What happens to a request on its way to a stage, one after the other.
PASSED_ON = ("with the one asked", "introduced", "declined", "over", "taken back")
AFTER_ASKING = (
    (("declined by the connector",), lambda v, row: refuse(row, by=v.between, at=now())),
    (PASSED_ON, passed_on),
    (("introduced",), lambda v, row: consent(row, (), by=v.other, at=now())),
    (("declined", "over"), lambda v, row: refuse(row, by=v.other, at=now())),
    (("taken back",), lambda v, row: take_back(row, by=v.between, at=now())),
    (("withdrawn",), lambda v, row: withdraw(row, by=v.one, at=now())),
    (("over",), much_later),
)
ONE_YES = ("one yes", "yes and no", "introduced", "over")
AFTER_PROPOSING = (
    (ONE_YES, lambda v, row: consent(row, (), by=v.one, at=now())),
    (("introduced",), lambda v, row: consent(row, (), by=v.other, at=now())),
    (("one no",), lambda v, row: refuse(row, by=v.one, at=now())),
    (("yes and no", "over"), lambda v, row: refuse(row, by=v.other, at=now())),
    (("withdrawn",), lambda v, row: take_back(row, by=v.between, at=now())),
    (("over",), much_later),
)


TABLE = "(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t)"
EVERYTHING = " || ".join(
    TABLE.format(model.__tablename__)
    for model in (Introduction, Approach, Consent, Aftermath, Thanks, Incident)
)


def written() -> str:
    """What everything looks like that a deed of anybody could change."""
    return db.session.scalar(sa.text(f"select {EVERYTHING}"))


def tried(send, before: str, *, undo: bool) -> tuple[int, bool]:
    """The status of a request, and whether it changed anything; what is allowed is undone."""
    db.session.remove()  # its own savepoint would be given up with a commit, and ours with it
    point = db.engine.begin_nested() if undo else None
    status = send().status_code
    has_changed = written() != before
    if point is not None:
        db.session.remove()
        point.rollback()
    return status, has_changed


def called(key, path, body):
    """A call as a program makes it; its answer is held against the description elsewhere."""
    return key.client.post(PREFIX + path, headers=key.headers, json=body)


@pytest.mark.parametrize(("way", "stage"), CASES)
def test_everybody_may_do_what_the_design_says_and_nothing_else(app, program, later, way, stage):
    village = Village.settled()
    row = village.at_stage(way, stage)
    db.session.commit()
    address, before = row.public_id, written()
    target = village.other.public_id if (way, stage) == ("need", "with the connector") else None
    extra = {"target": target} if target else {}
    browsers = {role: app.test_client().sign_in(one) for role, one in village.people.items()}
    keys = {role: program(one) for role, one in village.people.items()}
    table = (PROPOSED if way == "connector" else ASKED)[stage]
    for role in ROLES:
        allowed = table.get(role, set())
        page, answer = (
            browsers[role].get(f"/introductions/{address}"),
            keys[role].get(f"/introductions/{address}"),
        )
        expected = 200 if "show" in allowed else 404
        assert (page.status_code, answer.status_code) == (expected, expected), role
        for deed, (path, body) in PAGES.items():
            given = body | extra if deed == "forward" else body
            status, has_changed = tried(
                partial(browsers[role].post, path.format(address), data=given),
                before,
                undo=deed in allowed,
            )
            assert has_changed == (deed in allowed), (role, deed, status)
            assert status < 500
            if "show" not in allowed and not has_changed:
                assert status in (403, 404), (role, deed)
        for deed, (path, body) in CALLS.items():
            given = body | extra if deed == "forward" else body
            status, has_changed = tried(
                partial(called, keys[role], path.format(address), given),
                before,
                undo=deed in allowed,
            )
            assert has_changed == (deed in allowed), (role, deed, status)
            assert (status == 204) == (deed in allowed), (role, deed, status)
            if expected == 404:
                assert status == 404, (role, deed)


def test_the_table_knows_every_deed_on_one_request(app):
    """A new page of introductions is not forgotten here."""
    tables = [stage for table in (ASKED, PROPOSED) for stage in table.values()]
    assert {deed for stage in tables for deeds in stage.values() for deed in deeds} == {
        "show",
        *PAGES,
    }
    routes = {
        rule.rule.replace("<introduction_id>", "{}").replace("<held_id>", "{}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("introductions.") and "_id>" in rule.rule
    }
    elsewhere = {route for route in routes if "<" in route}  # about people, prompts and reports
    assert routes - elsewhere == {path for path, _body in PAGES.values()} | {"/introductions/{}"}
