"""Being introduced, as programs see it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from app.api.shapes.base import Body, Name, Page, Paged, Shape, Wrong
from app.api.shapes.first_words import FewWords, Sentences, SomeWords
from app.api.shapes.people import Person, person_shape
from app.api.shapes.ties import Shares
from app.introductions.cards import FIELDS
from app.introductions.operations import Ask
from app.introductions.pages import Request
from app.introductions.rules import (
    Mode,
    Outcome,
    Party,
    Refusal,
    Scope,
    Seen,
    Topic,
)


class Way(StrEnum):
    """How an asker may begin."""

    NEED = "need"
    PERSON = "person"


def _field_of_card(name: str) -> str:
    if name not in FIELDS:
        raise Wrong(_l("There is no such field here."))
    return name


ShownField = Annotated[str, AfterValidator(_field_of_card)]


class IntroductionDraft(Body):
    """Ask to be introduced: to `target`, or, with mode `need`, to somebody who can help.

    With `need`, `connector` is whom of your connections we shall ask; without one we choose.
    """

    mode: Way = Way.PERSON
    target: Name | None = Field(None, validate_default=True)
    connector: Name | None = None
    topic: Topic = Topic.ADVICE
    purpose: Sentences
    why: FewWords = ""
    offer: SomeWords
    selling: bool = False
    show: Annotated[list[ShownField], Field(max_length=len(FIELDS))] = []
    share: Shares = []

    @field_validator("target")
    @classmethod
    def _is_named_where_needed(cls, target: str | None, others: ValidationInfo) -> str | None:
        mode = others.data.get("mode")
        if mode == Way.PERSON and target is None:
            raise Wrong(_l("Please name the person you would like to meet."))
        if mode == Way.NEED and target is not None:
            raise Wrong(_l("With the mode “need” your connector chooses whom to ask."))
        return target

    @property
    def ask(self) -> Ask:
        return Ask(
            purpose=self.purpose,
            offer=self.offer,
            is_selling=self.selling,
            shares=tuple(self.share),
            why=self.why,
            topic=self.topic,
            shows=tuple(self.show),
        )


class Forwarding(Body):
    """Pass a request on with a word of one's own; `target` where the asker has named nobody."""

    target: Name | None = None
    note: Sentences
    scope: Scope


class ProposalDraft(Body):
    """Suggest two of your connections to each other."""

    people: Annotated[list[Name], Field(min_length=2, max_length=2)]
    note: Sentences
    scope: Scope


class RefusalDraft(Body):
    """Why not, for yourself and the house alone."""

    reason: Refusal | None = None


class OutcomeDraft(Body):
    """What came of it."""

    outcome: Outcome


class ConsentDraft(Body):
    """A yes, and what the other may then see."""

    share: Shares = []


class Introduction(Shape):
    """A request as this party may see it. Of two whom a connector asks, each is the target."""

    id: str
    mode: Mode
    party: Party
    state: Seen
    asker: Person | None
    connector: Person | None
    target: Person | None
    topic: Topic
    purpose: str
    why: str
    offer: str
    selling: bool
    note: str
    scope: Scope | None
    asked_at: datetime
    closes_at: datetime | None


class Introductions(Page[Introduction]):
    """What one asked, was asked to pass on, or was asked to answer; the latest first."""


class IntroductionQuery(Paged):
    """All of them."""


def introduction_shape(request: Request) -> Introduction:
    """The request from where one party stands.

    Whoever asked learns who passed it on, and with which words, once both have said yes.
    """
    row, is_asker = request.row, request.party == Party.ASKER
    is_told = not is_asker or request.is_introduced
    return Introduction(
        id=row.public_id,
        mode=row.mode,
        party=request.party,
        state=request.seen,
        asker=person_shape(request.asker) if request.asker else None,
        connector=person_shape(request.connector) if request.connector else None,
        target=person_shape(request.target) if request.target else None,
        topic=row.topic,
        purpose=row.purpose,
        why=row.why,
        offer=row.offer,
        selling=row.is_selling,
        note=row.note if is_told else "",
        scope=row.scope if is_told else None,
        asked_at=row.asked_at,
        closes_at=row.closes_at if is_asker else None,
    )
