"""Gathering what one member has written, chosen and agreed to."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.accounts.models import SecondAddress, User
from app.accounts.names import one_spelling
from app.alongside.models import Chore, Hand, Meal, MealSeat
from app.api.shapes import beside, own
from app.api.shapes.base import Shape
from app.api.shapes.people import person_shape
from app.calendars.models import FeedToken
from app.connections.models import Connection, ConnectionInvitation, VenueConsent
from app.connections.queries import visible_connections
from app.events.models import Event
from app.introductions.models import (
    Aftermath,
    Consent,
    Consultation,
    Introduction,
    Posting,
    Response,
    Terms,
    Thanks,
    Voucher,
)
from app.introductions.rules import Mode, Party
from app.keeping.models import FavourEntry, Goal, Pledge, Target, TouchEntry, WeeklyAim
from app.kit.db import db
from app.matching.models.lists import Pace
from app.moderation.models import AskingPause, Report
from app.moderation.queries import kept_apart
from app.notifications.models import Preference, PromotionConsent, Suppression
from app.profiles.models import PastStatement, StudyNote
from app.recaps.models import Feedback
from app.relay.models import RelayedMessage

Told = TypeVar("Told", bound=Shape)
Key = InstrumentedAttribute[Any]

# Rows that are told as they are: whose they are, and in which order.
PLAIN: dict[str, tuple[type[Shape], Key, Key]] = {
    "statements": (own.HeldStatement, PastStatement.member_id, PastStatement.id),
    "studies": (own.HeldStudy, StudyNote.member_id, StudyNote.id),
    "consultations": (own.HeldConsultation, Consultation.asker_id, Consultation.id),
    "goals": (own.HeldGoal, Goal.member_id, Goal.horizon),
    "targets": (own.HeldTarget, Target.member_id, Target.id),
    "aim": (own.HeldAim, WeeklyAim.member_id, WeeklyAim.member_id),
    "pace": (own.HeldPace, Pace.member_id, Pace.member_id),
    "chores": (beside.HeldChore, Chore.named_by_id, Chore.id),
    "meals": (beside.HeldMeal, Meal.proposed_by_id, Meal.id),
    "postings": (own.HeldPosting, Posting.author_id, Posting.id),
    "responses": (own.HeldResponse, Response.member_id, Response.id),
    "messages": (own.HeldMessage, RelayedMessage.writer_id, RelayedMessage.id),
    "reports": (own.HeldReport, Report.by_id, Report.id),
    "outcomes": (own.HeldOutcome, Aftermath.member_id, Aftermath.at),
    "terms": (own.HeldTerms, Terms.member_id, Terms.member_id),
    "invitations": (
        own.HeldInvitation,
        ConnectionInvitation.owner_id,
        ConnectionInvitation.id,
    ),
    "venue": (own.HeldVenueConsent, VenueConsent.member_id, VenueConsent.member_id),
    "asking_pauses": (own.HeldPause, AskingPause.member_id, AskingPause.member_id),
    "mail_choices": (own.HeldChoice, Preference.member_id, Preference.topic),
    "promotion": (own.HeldPromotion, PromotionConsent.member_id, PromotionConsent.id),
    "second_address": (
        own.HeldSecondAddress,
        SecondAddress.member_id,
        SecondAddress.member_id,
    ),
    "feeds": (own.HeldFeed, FeedToken.member_id, FeedToken.made_at),
}


def everything_own(member: User) -> own.Own:
    """All of it, the latest first."""
    told: dict[str, Any] = {
        name: _plain(shape, whose == member.id, order)
        for name, (shape, whose, order) in PLAIN.items()
    }
    return own.Own(
        **told,
        **_ledgers(member),
        **_beside(member),
        consents=_consents(member),
        thanks=_thanks(member),
        feedback=_feedback(member),
        vouchers=_vouchers(member),
        mail_trouble=_plain(
            own.HeldTrouble,
            Suppression.address == one_spelling(member.email or ""),
            Suppression.address,
        ),
    )


def _plain(shape: type[Told], which: "sa.ColumnElement[bool]", order: Key) -> list[Told]:
    query = sa.select(order.class_).where(which).order_by(order.desc())
    return _as(shape, db.session.scalars(query).all())


def _as(shape: type[Told], rows: Sequence[object], **more: Any) -> list[Told]:
    names = [name for name in shape.model_fields if name not in more]
    return [shape(**{name: getattr(row, name) for name in names}, **more) for row in rows]


def _ledgers(member: User) -> dict[str, Any]:
    """What the member has noted about contacts, each with its person as long as they are one."""
    ties = {tie.id: tie for tie in db.session.scalars(visible_connections(member))}

    def lines(shape: type[Shape], whose: Key, order: Key) -> list[Shape]:
        query = sa.select(order.class_).where(whose == member.id).order_by(order.desc())
        told = []
        for row in db.session.scalars(query):
            tie: Connection | None = ties.get(row.connection_id)
            told += _as(shape, [row], person=person_shape(tie.other(member)) if tie else None)
        return told

    return {
        "touches": lines(own.HeldTouch, TouchEntry.owner_id, TouchEntry.id),
        "favours": lines(own.HeldFavour, FavourEntry.owner_id, FavourEntry.id),
        "promises": lines(own.HeldPledge, Pledge.owner_id, Pledge.id),
    }


def _beside(member: User) -> dict[str, Any]:
    """What the member has done for events, and at whose tables they sat."""
    hands = sa.select(Hand, Chore.words).join(Chore).where(Hand.member_id == member.id)
    seats = sa.select(MealSeat, Meal).join(Meal).where(MealSeat.member_id == member.id)
    told: dict[str, list[Shape]] = {"hands": [], "meal_seats": []}
    for hand, words in db.session.execute(hands.order_by(Hand.id.desc())):
        told["hands"] += _as(beside.HeldHand, [hand], chore=words)
    for seat, meal in db.session.execute(seats.order_by(MealSeat.id.desc())):
        where = {"place": meal.place, "begins_at": meal.begins_at}
        told["meal_seats"] += _as(beside.HeldMealSeat, [seat], **where)
    return told


def _consents(member: User) -> list[own.HeldConsent]:
    """Of two whom a connector asks, each is the one asked, whichever stands first in the row."""
    query = (
        sa.select(Consent, Introduction.mode)
        .join(Introduction, Introduction.id == Consent.introduction_id)
        .where(Consent.member_id == member.id)
        .order_by(Consent.given_at.desc())
    )
    told = []
    for row, mode in db.session.execute(query):
        is_one_of_two = mode == Mode.CONNECTOR and row.party == Party.ASKER
        party = Party.TARGET if is_one_of_two else row.party
        told += _as(own.HeldConsent, [row], party=party)
    return told


def _thanks(member: User) -> list[own.HeldThanks]:
    query = (
        sa.select(Thanks)
        .options(joinedload(Thanks.sender), joinedload(Thanks.receiver))
        .where(sa.or_(Thanks.from_id == member.id, Thanks.to_id == member.id))
        .order_by(Thanks.id.desc())
    )
    apart = set(db.session.scalars(kept_apart(member)))
    told = []
    for row in db.session.scalars(query):
        is_mine = row.from_id == member.id
        other = row.receiver if is_mine else row.sender
        if is_mine or other.id not in apart:
            person = None if other.id in apart else person_shape(other)
            told += _as(own.HeldThanks, [row], person=person, mine=is_mine)
    return told


def _feedback(member: User) -> list[own.HeldFeedback]:
    query = (
        sa.select(Feedback, Event.public_id)
        .join(Event, Event.id == Feedback.event_id)
        .where(Feedback.member_id == member.id)
        .order_by(Feedback.answered_at.desc())
    )
    told = []
    for row, event in db.session.execute(query):
        told += _as(own.HeldFeedback, [row], event=event)
    return told


def _vouchers(member: User) -> list[Any]:
    """Those who alone may bring somebody to the member."""
    query = (
        sa.select(User)
        .join(Voucher, Voucher.voucher_id == User.id)
        .where(Voucher.member_id == member.id, User.id.not_in(kept_apart(member)))
        .order_by(User.id)
    )
    return [person_shape(person) for person in db.session.scalars(query)]
