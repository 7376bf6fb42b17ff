"""Whatever people do in whatever order: every rule of the machine holds after each step."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.connections.people import granted_contacts
from app.connections.queries import are_connected
from app.introductions.models import Introduction, Step
from app.introductions.operations import (
    Ask,
    Choice,
    NotYourContact,
    NotYourTurn,
    advance,
    ask,
    ask_by_need,
    choose_terms,
    consent,
    forward,
    propose,
    refuse,
    take_back,
    withdraw,
)
from app.introductions.pages import seen_as
from app.introductions.queries import visible_introductions
from app.introductions.rules import (
    CONNECTOR_PENDING,
    TARGET_PENDING,
    Party,
    Scope,
    Seen,
    State,
)
from app.kit.clock import now
from app.kit.db import db
from app.kit.errors import Refused
from app.moderation.operations import block
from app.notifications.composers import compose
from app.notifications.models import Mail
from app.profiles.models import Profile
from app.profiles.queries import profile_of
from tests.factories import a_member, a_seat, an_arrival, an_event, connected

NAMES = ("Aoi", "Ren", "Sora", "Mio", "Yui")
NOTE = "We brewed together for three years, and it was a joy."
LAST = {State.INTRODUCED, State.CLOSED, State.WITHDRAWN}
ALLOWED = {
    (None, State.DRAFT),
    (None, State.SCREENING),
    (State.DRAFT, State.SCREENING),
    *((before, after) for before in (State.SCREENING, State.PARKED) for after in (
        State.PARKED, State.WITH_CONNECTOR, State.WITH_TARGET, State.WITH_BOTH,
        State.CLOSED, State.WITHDRAWN) if before != after),
    *((State.WITH_CONNECTOR, after) for after in (
        State.WITH_CONNECTOR, State.WITH_TARGET, State.PARKED, State.CLOSED, State.WITHDRAWN)),
    *((before, after) for before in (State.WITH_TARGET, State.WITH_BOTH) for after in (
        State.INTRODUCED, State.CLOSED, State.WITHDRAWN)),
    (State.CLOSED, State.WITHDRAWN),
}  # fmt: skip
people = st.integers(0, len(NAMES) - 1)


class Village(RuleBasedStateMachine):
    """Five people, everybody a connector, asking, answering, blocking, while time goes by."""

    @initialize()
    def settle(self) -> None:
        evening = an_event()
        self.people = [a_member(name, joined_at=now() - timedelta(days=400)) for name in NAMES]
        for place, one in enumerate(self.people):
            an_arrival(a_seat(evening, one))
            profile = db.session.get_one(Profile, one.id)
            profile.is_connector = profile.is_reachable = True
            profile.phone = f"090-0000-000{place}"
            if place:
                connected(self.people[place - 1], one)
        self.at, self.rows, self.blocks = now(), [], set()
        db.session.commit()

    def act(self, deed, *given, **named) -> object:
        """Do something; a refusal changes nothing."""
        with db.session.begin_nested() as attempt:
            try:
                return deed(*given, **named, at=self.at)
            except (Refused, NotYourTurn, NotYourContact):
                attempt.rollback()
                return None

    def keep(self, row: object) -> None:
        if row is not None:
            self.rows.append(row.id)
            db.session.commit()

    @rule(asker=people, wanted=people)
    def ask_by_name(self, asker, wanted) -> None:
        words = f"I would like to talk about subject number {len(self.rows)} with you, please."
        wish = Ask(words, "A cup of tea, any time.", False, ("phone",))
        if asker != wanted:
            self.keep(self.act(ask, self.people[asker], self.people[wanted], wish))

    @rule(asker=people, connector=st.none() | people)
    def ask_by_need(self, asker, connector) -> None:
        named = None if connector is None else self.people[connector]
        words = f"I am looking for somebody who knows about matter {len(self.rows)}, really."
        wish = Ask(words, "A cup of tea, any time.", False, ())
        self.keep(self.act(ask_by_need, self.people[asker], named, wish))

    @rule(connector=people, one=people, other=people)
    def propose(self, connector, one, other) -> None:
        pair = self.people[one], self.people[other]
        self.keep(self.act(propose, self.people[connector], pair, NOTE, Scope.CLOSE))

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), who=people, whom=people, deed=st.sampled_from(
        ["forward", "consent", "refuse", "withdraw", "take_back"]))  # fmt: skip
    def answer(self, data, who, whom, deed) -> None:
        row = db.session.get(Introduction, data.draw(st.sampled_from(self.rows)))
        me = self.people[who]
        deeds = {
            "forward": lambda: self.act(
                forward, row, NOTE, Scope.CLOSE, by=me, target=self.people[whom]
            ),
            "consent": lambda: self.act(consent, row, ("phone",), by=me),
            "refuse": lambda: self.act(refuse, row, by=me),
            "withdraw": lambda: self.act(withdraw, row, by=me),
            "take_back": lambda: self.act(take_back, row, by=me),
        }
        before = row.state
        deeds[deed]()
        if before in (State.INTRODUCED, State.WITHDRAWN):
            assert row.state == before

    @rule(days=st.integers(0, 8))
    def wait(self, days) -> None:
        self.at += timedelta(days=days, minutes=7)
        advance(self.at)
        advance(self.at)

    @rule(one=people, other=people)
    def block(self, one, other) -> None:
        if one != other:
            block(self.people[one], self.people[other], at=self.at)
            self.blocks.add(frozenset((one, other)))

    @rule(who=people, cap=st.integers(0, 3), is_reachable=st.booleans())
    def choose(self, who, cap, is_reachable) -> None:
        choice = Choice(is_connector=True, is_reachable=is_reachable, target_cap=cap)
        choose_terms(self.people[who], choice, at=self.at)

    @invariant()
    def what_holds(self) -> None:
        db.session.flush()
        for row in db.session.query(Introduction):
            self.steps_are_allowed(row)
            self.nobody_sees_too_much(row)
        for member in self.people:
            self.attention_is_spared(member)
        self.contacts_move_by_consent_alone()

    def steps_are_allowed(self, row) -> None:
        steps = db.session.query(Step).filter_by(introduction_id=row.id).order_by(Step.id).all()
        assert {(step.from_state, step.to_state) for step in steps} <= ALLOWED
        assert steps[-1].to_state == row.state
        if row.state == State.INTRODUCED:
            assert len(row.consents) == 3
            assert row.ended_at < row.closes_at
        if row.state not in LAST:
            assert all(a.due_at <= row.closes_at for a in row.approaches)

    def nobody_sees_too_much(self, row) -> None:
        shown = {
            member.id
            for member in self.people
            if db.session.scalars(
                visible_introductions(member).where(Introduction.id == row.id)
            ).first()
        }
        assert shown <= {row.asker_id, row.connector_id, row.target_id}
        request = seen_as(row, row.asker, self.at)
        if request.party == Party.ASKER and row.state not in (State.INTRODUCED, State.WITHDRAWN):
            usual = Seen.CHECKING if self.at < row.closes_at else Seen.NOT_THIS_TIME
            assert request.seen in (usual, Seen.DRAFT)
            named = request.other
            assert named is None or named.public_id == row.wanted["public_id"]

    def attention_is_spared(self, member) -> None:
        waiting = [
            (approach.party, row)
            for row in db.session.query(Introduction)
            for approach in row.approaches
            if approach.member_id == member.id and approach.answer is None
        ]
        assert sum(party == Party.TARGET for party, _row in waiting) <= TARGET_PENDING
        assert sum(party == Party.CONNECTOR for party, _row in waiting) <= CONNECTOR_PENDING
        # Of two whom a connector asks, one is not to notice that the other has said no.
        unnoticed = {row.id for _party, row in waiting if row.is_proposed} & {
            row.id for _party, row in waiting if row.state == State.CLOSED
        }
        assert all(row.state not in LAST or row.id in unnoticed for _party, row in waiting)

    def contacts_move_by_consent_alone(self) -> None:
        met = {
            frozenset((row.asker_id, row.target_id))
            for row in db.session.query(Introduction).filter_by(state=State.INTRODUCED)
        }
        for one in self.people:
            for other in self.people:
                if one.id == other.id:
                    continue
                pair = frozenset((one.id, other.id))
                near = abs(self.people.index(one) - self.people.index(other)) == 1
                assert are_connected(one, other) == (near or pair in met)
                if near or pair not in met:
                    assert granted_contacts(one, other) == {}

    def teardown(self) -> None:
        """After everything, no letter still due names two who are kept apart."""
        if not hasattr(self, "people"):
            return
        for mail in db.session.query(Mail).filter(Mail.kind.startswith("introduction.")):
            letter = compose(mail)
            if letter is None or mail.kind in ("introduction.received", "introduction.ended"):
                continue
            for pair in self.blocks:
                reader = next((p for p in pair if self.people[p].id == mail.member_id), None)
                for person in pair - {reader} if reader is not None else ():
                    assert profile_of(self.people[person]).phone not in letter.text
                    assert NAMES[person] not in letter.subject


@pytest.mark.usefixtures("transaction")
def test_every_rule_holds_whatever_people_do(app):

    run_state_machine_as_test(
        Village,
        settings=settings(
            max_examples=4,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
