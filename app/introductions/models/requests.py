"""Requests, the consents they rest on, the people they were put to, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.accounts.names import in_order
from app.introductions.rules import (
    ANSWERABLE,
    OPEN,
    Answer,
    EndReason,
    Mode,
    Outcome,
    Party,
    Refusal,
    Rule,
    Scope,
    State,
    Topic,
    Trouble,
)
from app.kit.db import Key, Model, member_key
from app.kit.tokens import public_id


def _of_introduction(*, primary_key: bool = False) -> Mapped[int]:
    return mapped_column(
        sa.ForeignKey("introductions.id", ondelete="CASCADE"),
        primary_key=primary_key,
        index=not primary_key,
    )


@dataclass(frozen=True)
class Wanted:
    """Somebody by the name their asker knew when asking: it stays, whoever leaves meanwhile."""

    public_id: str
    family_name: str
    given_name: str
    display_name: str
    reading: str

    @classmethod
    def of(cls, person: User) -> dict[str, str]:
        return {name: getattr(person, name) for name in cls.__dataclass_fields__}

    @classmethod
    def kept(cls, names: Mapping[str, str]) -> "Wanted":
        return cls(**{name: names.get(name, "") for name in cls.__dataclass_fields__})

    @property
    def full_name(self) -> str:
        return in_order(self.family_name, self.given_name, self.display_name)


class Consent(Model):
    """One party's yes, bound to the exact words and fields it was given for."""

    __tablename__ = "consents"

    introduction_id: Mapped[int] = mapped_column(
        sa.ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True
    )
    party: Mapped[Party] = mapped_column(primary_key=True)
    member_id: Mapped[int] = member_key()
    shares: Mapped[list[str]] = mapped_column(default=list)
    words_hash: Mapped[str]
    given_at: Mapped[datetime]


class Approach(Model):
    """One person asked to pass a request on, or to answer it, and what they did.

    `told_at` is when word of it reaches them: with a weekly digest not at once.
    """

    __tablename__ = "approaches"
    __table_args__ = (sa.Index("ix_approaches_member_id_asked_at", "member_id", "asked_at"),)

    id: Mapped[Key]
    introduction_id: Mapped[int] = _of_introduction()
    member_id: Mapped[int] = member_key(index=False)
    party: Mapped[Party]
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[Answer | None]
    reason: Mapped[Refusal | None]
    answered_at: Mapped[datetime | None]


class Step(Model):
    """One change of state. Written with the change, never changed, never deleted by us."""

    __tablename__ = "introduction_steps"

    id: Mapped[Key]
    introduction_id: Mapped[int] = _of_introduction()
    from_state: Mapped[State | None]
    to_state: Mapped[State]
    actor_id: Mapped[int | None] = member_key(index=False, ondelete="SET NULL")
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Aftermath(Model):
    """What one of the two says came of an introduction."""

    __tablename__ = "introduction_outcomes"

    introduction_id: Mapped[int] = mapped_column(
        sa.ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = member_key(primary_key=True)
    outcome: Mapped[Outcome]
    at: Mapped[datetime]


class Incident(Model):
    """Trouble with somebody met, or about to be met, through an introduction. For moderators.

    What is done about it stands with `report`, like all other reports. The introducer is not asked
    about it, and hears when it has been taken care of, if they wish to.
    """

    __tablename__ = "introduction_incidents"

    id: Mapped[Key]
    introduction_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("introductions.id", ondelete="SET NULL"), index=True
    )
    by_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    about_id: Mapped[int] = member_key()
    report_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("reports.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[Trouble]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = member_key(index=False, ondelete="SET NULL")

    by: Mapped[User | None] = relationship(foreign_keys=by_id, lazy="raise_on_sql")
    about: Mapped[User] = relationship(foreign_keys=about_id, lazy="raise_on_sql")


class Introduction(Model):
    """`asker` would like to meet somebody, through `connector`, who knows them both.

    Where the connector has begun it, `asker` and `target` are the two being brought together.
    """

    __tablename__ = "introductions"
    __table_args__ = (
        sa.Index(
            "ix_introductions_open_due",
            "step_due_at",
            postgresql_where=sa.text(
                "state IN ('screening', 'parked', 'with_connector', 'with_target', 'with_both')"
            ),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    mode: Mapped[Mode]
    asker_id: Mapped[int] = member_key()
    connector_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    target_id: Mapped[int | None] = member_key(ondelete="SET NULL")
    state: Mapped[State]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    # Whether the house finds the connector; else the asker has named one.
    is_routed: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    # Those named by the asker, as they were called then.
    wanted: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    through: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    topic: Mapped[Topic] = mapped_column(default=Topic.ADVICE, server_default=Topic.ADVICE.value)
    purpose: Mapped[str]
    why: Mapped[str] = mapped_column(default="", server_default="")
    offer: Mapped[str]
    is_selling: Mapped[bool] = mapped_column(default=False)
    # What is shown of the asker now, and how they can be reached once everybody has agreed.
    shows: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    shares: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    scope: Mapped[Scope | None]
    flags: Mapped[list[str]] = mapped_column(default=list, server_default="{}")
    screened_at: Mapped[datetime | None]
    broken_rule: Mapped[Rule | None]
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    step_due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None]

    asker: Mapped[User] = relationship(foreign_keys=asker_id, lazy="selectin")
    connector: Mapped[User | None] = relationship(foreign_keys=connector_id, lazy="selectin")
    target: Mapped[User | None] = relationship(foreign_keys=target_id, lazy="selectin")
    consents: Mapped[list[Consent]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    approaches: Mapped[list[Approach]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=Approach.id
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_proposed(self) -> bool:
        """Whether the connector has begun it."""
        return self.mode == Mode.CONNECTOR

    @property
    def person_wanted(self) -> Wanted | None:
        """Whom the asker has named."""
        return Wanted.kept(self.wanted) if self.wanted else None

    @property
    def person_through(self) -> Wanted | None:
        """Through whom, where the asker has named somebody."""
        return Wanted.kept(self.through) if self.through else None

    @property
    def has_been_forwarded(self) -> bool:
        """Whether the connector has given their word for it, and stands by it."""
        return self.scope is not None and self.end_reason != EndReason.TAKEN_BACK

    def is_asked_by(self, member: User) -> bool:
        return self.asker_id == member.id and not self.is_proposed

    def has_introduced(self, member: User) -> bool:
        """Whether `member` is one of two whom somebody still here has introduced."""
        is_one_of_two = member.id in (self.asker_id, self.target_id)
        return self.state == State.INTRODUCED and is_one_of_two and self.connector_id is not None

    def awaits_connector(self, member: User) -> bool:
        return self.state == State.WITH_CONNECTOR and self.connector_id == member.id

    def awaits_target(self, member: User) -> bool:
        """Whether `member` is asked to meet somebody, and has not said anything yet."""
        if self.state == State.WITH_TARGET:
            return self.target_id == member.id
        approach = self.approach_to(member, Party.TARGET)
        return self.state in ANSWERABLE and approach is not None and approach.answer is None

    def approach_to(self, member: User, party: Party) -> Approach | None:
        """The latest time this was put to `member`."""
        mine = (a for a in self.approaches if a.member_id == member.id and a.party == party)
        return max(mine, key=lambda approach: approach.id or 0, default=None)

    def said_yes(self, party: Party) -> Consent | None:
        return next((yes for yes in self.consents if yes.party == party), None)
