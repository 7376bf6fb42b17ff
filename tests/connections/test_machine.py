"""Whatever people do in whatever order: a tie takes two yeses, and opens what was opened."""

from datetime import timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.api.shapes.ties import connection_shape
from app.connections.contacts import Contact
from app.connections.models import Connection
from app.connections.operations import accept, decline, lapse, remove, request, share
from app.connections.people import granted_contacts, visible_people
from app.connections.queries import between, visible_connections
from app.connections.rules import State
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.operations import block, unblock
from app.profiles.queries import profile_of
from tests.factories import a_member

NAMES = ("Aoi", "Ren", "Mio", "Kai")
pairs = st.sampled_from([*permutations(range(len(NAMES)), 2)])
fields = st.sets(st.sampled_from(["email", "phone"]))


class Village(RuleBasedStateMachine):
    """Four people who ask, agree, decline, open, part and keep apart, while time goes by."""

    @initialize()
    def settle(self) -> None:
        self.people = [a_member(name) for name in NAMES]
        for place, one in enumerate(self.people):
            profile_of(one).phone = f"090-0000-000{place}"
        self.at, self.tied, self.opened, self.apart = now(), set(), {}, set()
        db.session.commit()

    def act(self, deed, *given, **named) -> bool:
        """Do something and say whether it was done; a refusal changes nothing."""
        with db.session.begin_nested() as attempt:
            try:
                deed(*given, **named, at=self.at)
            except Refused:
                attempt.rollback()
                return False
        return True

    def seen_by(self, place: int) -> list[object]:
        """Their own ties, as a program of theirs reads them."""
        me = self.people[place]
        rows = db.session.scalars(visible_connections(me).order_by(Connection.id))
        return [connection_shape(row, me, self.at) for row in rows]

    @rule(pair=pairs)
    def ask(self, pair) -> None:
        one, other = (self.people[place] for place in pair)
        row = between(one, other)
        is_answer = row is not None and row.awaits(one, self.at)
        if self.act(request, one, other, event=None) and is_answer:
            self.tied.add(frozenset(pair))

    @rule(pair=pairs)
    def agree(self, pair) -> None:
        row = between(*(self.people[place] for place in pair))
        if row is not None and self.act(accept, row, by=self.people[pair[0]]):
            self.tied.add(frozenset(pair))

    @rule(pair=pairs)
    def say_no(self, pair) -> None:
        """Whoever has asked sees exactly what they saw before."""
        row, before = between(*(self.people[place] for place in pair)), self.seen_by(pair[1])
        if row is not None and self.act(decline, row, by=self.people[pair[0]]):
            assert self.seen_by(pair[1]) == before

    @rule(pair=pairs)
    def part(self, pair) -> None:
        row = between(*(self.people[place] for place in pair))
        if row is None or frozenset(pair) in self.apart:
            return
        if row.state in (State.ACTIVE, State.REQUESTED):
            self.act(remove, row, by=self.people[pair[0]])
        if row.state != State.ACTIVE:
            self.forget(pair)

    def forget(self, pair) -> None:
        self.tied.discard(frozenset(pair))
        for way in (pair, pair[::-1]):
            self.opened.pop(way, None)

    @rule(pair=pairs, what=fields)
    def open(self, pair, what) -> None:
        row = between(*(self.people[place] for place in pair))
        if row is not None and row.state == State.ACTIVE:
            share(row, self.people[pair[0]], what, at=self.at)
            self.opened[pair] = what

    @rule(pair=pairs, is_on=st.booleans())
    def keep_apart(self, pair, is_on) -> None:
        one, other = (self.people[place] for place in pair)
        if is_on:
            block(one, other, at=self.at)
            self.apart.add(pair)
        else:
            unblock(one, other)
            self.apart.discard(pair)

    @rule(days=st.integers(0, 40))
    def wait(self, days) -> None:
        self.at += timedelta(days=days, minutes=7)
        lapse(self.at)

    @invariant()
    def what_holds(self) -> None:
        db.session.flush()
        db.session.expire_all()
        rows = db.session.query(Connection).all()
        ids = {one.id: place for place, one in enumerate(self.people)}
        active = {
            frozenset((ids[row.low_id], ids[row.high_id]))
            for row in rows
            if row.state == State.ACTIVE
        }
        assert active == self.tied
        assert len({(row.low_id, row.high_id) for row in rows}) == len(rows)
        known = db.session.execute(sa.select(Contact.a, Contact.b)).all()
        assert {(ids[a], ids[b]) for a, b in known} == {
            way for pair in active for way in permutations(pair)
        }
        for pair in permutations(range(len(NAMES)), 2):
            self.what_one_sees_of_the_other(*pair)

    def what_one_sees_of_the_other(self, place, other_place) -> None:
        me, other = self.people[place], self.people[other_place]
        is_apart = bool({(place, other_place), (other_place, place)} & self.apart)
        is_tied = frozenset((place, other_place)) in self.tied and not is_apart
        opened = self.opened.get((other_place, place), set()) if is_tied else set()
        assert granted_contacts(me, other).keys() == opened
        if is_tied or is_apart:
            seen = sa.select(visible_people(me).subquery().c.id)
            assert (other.id in db.session.scalars(seen).all()) is is_tied


@pytest.mark.usefixtures("transaction")
def test_every_rule_holds_whatever_people_do(app):
    run_state_machine_as_test(
        Village,
        settings=settings(
            max_examples=3,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
