"""Closing an account: what is theirs is erased, what is others' stays, under nobody's name."""

from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.alongside.operations import leave_all
from app.connections.models import Connection
from app.connections.operations import part_from
from app.connections.rules import State as Tie
from app.events.models import Event
from app.groups.models import Group, Membership
from app.groups.operations import require_no_group_alone
from app.groups.rules import Role
from app.introductions.models import Prompt
from app.introductions.operations import forget_member
from app.keeping.models import Target
from app.kit.db import db
from app.profiles.models import Evidence, ProfileTag, Tag, TagChange, TagMerge
from app.registrations.models import Answer, Registration, SelfIntroduction
from app.registrations.operations import NotRegistered, cancel
from app.registrations.states import ACTIVE, ListVisibility, State
from app.safety.queries.groups import holds_nobody_but

UNSYNCHRONIZED = {"synchronize_session": False}
# Where else than on profiles tags are said.
USES = (Target, Prompt, Evidence)


def close_account(member: User, *, at: datetime) -> None:
    """Erase `member`. Seats to come go to whoever waits, open introductions end silently.

    Two things outlive them, under the name of somebody who has left: that a seat of the past was
    taken, without a word of what they said there, and what others wrote about a tie with them.
    A group in which there is nobody else goes along. Raises LastOwner. Waits for whoever else is
    just leaving; then locks the groups they own, the events they are registered for, and the
    member, so that nothing new about them can be written meanwhile.
    """
    _take_turn()
    _take_along_groups(member)
    require_no_group_alone(member)
    leave_all(member, at=at)
    give_up_places(member, at=at)
    gone = sa.select(User.id).where(User.id == member.id).with_for_update()
    db.session.execute(gone)
    forget_member(member, at=at)
    part_from(member, at=at)
    stand_in = _stand_in(at)
    _hand_over_ties(member, stand_in)
    _hand_over_evenings(member, stand_in, at)
    db.session.flush()
    coined = _words_of(member)
    erased = sa.delete(User).where(User.id == member.id)
    db.session.execute(erased, execution_options=UNSYNCHRONIZED)
    _forget_words(coined)
    # The request still says whose it was; nothing of them is read again.
    db.session.expunge(member)
    db.session.expire_all()


def give_up_places(member: User, *, at: datetime) -> None:
    """Cancel every place at events to come; whoever waits moves up. Locks the events."""
    query = (
        sa.select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.attendee_id == member.id, Registration.state.in_(list(ACTIVE)))
        .where(Event.starts_at > at)
        .order_by(Registration.event_id)
    )
    for place in db.session.scalars(query).all():
        place.event = db.session.get_one(Event, place.event_id)
        with suppress(NotRegistered):  # it went with another that it hung on
            cancel(place, by=member, at=at)


def _take_turn() -> None:
    """People leave one after the other: whatever two of them share is taken away in one order."""
    db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("leaving"))))


def _take_along_groups(member: User) -> None:
    """Groups in which there is nobody else, now or at any of their evenings, end with their owner.

    Locks them, so that nobody joins meanwhile; only then is it asked who is there.
    """
    own = sa.select(Membership.group_id).where(
        Membership.member_id == member.id, Membership.role == Role.OWNER
    )
    held = sa.select(Group.id).where(Group.id.in_(own)).order_by(Group.id).with_for_update()
    groups = list(db.session.scalars(held))
    gone = sa.delete(Group).where(Group.id.in_(groups), *holds_nobody_but(member))
    db.session.execute(gone, execution_options=UNSYNCHRONIZED)


def _stand_in(at: datetime) -> User:
    """Nobody: a row that others' memories and counts can point at. Nobody can ever be it."""
    row = User(email=None, joined_at=at, disabled_at=at)
    db.session.add(row)
    db.session.flush()
    return row


def _words_of(member: User) -> list[int]:
    """Tags somebody here has coined and `member` says, held so that nobody begins to say them.

    Those that somebody is just taking up are left alone.
    """
    said = sa.union(
        *(sa.select(use.tag_id).where(use.member_id == member.id) for use in (ProfileTag, *USES))
    )
    words = sa.select(Tag.id).where(Tag.id.in_(said), Tag.slug.is_(None))
    held = words.order_by(Tag.id).with_for_update(skip_locked=True)
    return list(db.session.scalars(held))


def _forget_words(coined: list[int]) -> None:
    """Drop those of the tags that nobody says any more and no moderator has touched."""
    uses = (ProfileTag.tag_id, *(use.tag_id for use in USES), TagChange.tag_id)
    uses += (TagChange.other_id, TagMerge.old_id, TagMerge.into_id)
    unsaid = [~sa.exists().where(use == Tag.id) for use in uses]
    gone = sa.delete(Tag).where(Tag.id.in_(coined), Tag.merged_into_id.is_(None), *unsaid)
    db.session.execute(gone, execution_options=UNSYNCHRONIZED)


def _hand_over_ties(member: User, stand_in: User) -> None:
    """The ties that others remember; the stand-in is the newest, and so always the higher one."""
    for mine, theirs in (
        (Connection.low_id, Connection.high_id),
        (Connection.high_id, Connection.low_id),
    ):
        left = sa.update(Connection).where(mine == member.id, Connection.state == Tie.LEFT)
        values = {"low_id": theirs, "high_id": stand_in.id}
        db.session.execute(left.values(values), execution_options=UNSYNCHRONIZED)


def _hand_over_evenings(member: User, stand_in: User, at: datetime) -> None:
    """Seats that were taken at events that have begun: a count, with nothing of the person."""
    begun = sa.select(Event.id).where(Event.starts_at <= at)
    taken = sa.and_(
        Registration.attendee_id == member.id,
        Registration.state == State.CONFIRMED,
        Registration.event_id.in_(begun),
    )
    theirs = sa.select(Registration.id).where(taken)
    for words in (Answer, SelfIntroduction):
        db.session.execute(
            sa.delete(words).where(words.registration_id.in_(theirs)),
            execution_options=UNSYNCHRONIZED,
        )
    blank = {
        "attendee_id": stand_in.id,
        "purpose": "",
        "purpose_note": "",
        "organizer_note": "",
        "reference": "",
        "listed_email": "",
        "ticket_hash": None,
        "list_visibility": ListVisibility.ORGANIZERS,
    }
    db.session.execute(
        sa.update(Registration).where(taken).values(blank), execution_options=UNSYNCHRONIZED
    )
