"""Gathering everything held about one member, as that member may see it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import ApiToken, SignIn, User
from app.api.owning import everything_own
from app.api.shapes import held
from app.api.shapes.base import Shape
from app.api.shapes.groups import name_shape
from app.api.shapes.introductions import introduction_shape
from app.api.shapes.me import me_shape
from app.api.shapes.people import Person, person_shape
from app.api.shapes.registrations import registration_shape
from app.api.shapes.ties import whole_connection_shape
from app.attendance.models import Entry
from app.connections.models import Connection
from app.connections.queries import side_of, visible_connections
from app.groups.models import Group, Membership
from app.introductions.models import Introduction
from app.introductions.pages import seen_as
from app.introductions.queries import visible_introductions
from app.introductions.queries.together import pairs_held, tasks_held
from app.introductions.rules.together import state_for
from app.kit.db import db
from app.matching.models.likes import Answer
from app.matching.queries.interests import people_dismissed, people_liked
from app.moderation.queries import blocked_by, kept_apart
from app.notifications.models import Mail
from app.profiles.queries import profile_of, worries_of
from app.registrations.models import Registration, SelfIntroduction
from app.registrations.queries import answers_of, history_of


def everything_held(member: User, at: datetime) -> held.Held:
    """All of it, the latest first."""
    ties = db.session.scalars(visible_connections(member).order_by(Connection.asked_at.desc()))
    asked = db.session.scalars(visible_introductions(member).order_by(Introduction.asked_at.desc()))
    return held.Held(
        me=me_shape(member, profile_of(member)),
        joined_at=member.joined_at,
        sign_ins=[held.HeldSignIn(**_same(row, held.HeldSignIn)) for row in _of(SignIn, member)],
        keys=[held.HeldKey(**_same(row, held.HeldKey)) for row in _of(ApiToken, member)],
        groups=_groups(member),
        places=_places(member),
        arrivals=_arrivals(member),
        connections=[
            whole_connection_shape(tie, member, side_of(tie, member), at) for tie in ties.all()
        ],
        introductions=[
            introduction_shape(seen_as(row, member, at, with_card=False)) for row in asked.all()
        ],
        blocked=[person_shape(one) for one in db.session.scalars(blocked_by(member)).all()],
        dismissed=[person_shape(one) for one in people_dismissed(member)],
        marked=[person_shape(like.liked) for like in people_liked(member)],
        said=_said(member),
        worries=worries_of(member.id),
        **_together(member),
        letters=[held.HeldLetter(**_same(row, held.HeldLetter)) for row in _of(Mail, member)],
        own=everything_own(member),
    )


def _together(member: User) -> dict[str, Any]:
    """What the member does, and did, together with people they know."""
    living = set(db.session.scalars(visible_connections(member).with_only_columns(Connection.id)))

    def other(tie: Connection) -> Person | None:
        return person_shape(tie.other(member)) if tie.id in living else None

    return {
        "learning": [
            held.HeldLearning(
                person=other(pair.connection),
                state=state_for(member.id, pair.asked_by_id, pair.state),
                every_days=pair.rhythm,
                asked_at=pair.asked_at,
                began_at=pair.began_at,
                ended_at=pair.ended_at if pair.began_at else None,
                goal=pair.goal_of(member),
                told=[held.HeldRound(**_same(line, held.HeldRound)) for line in told],
            )
            for pair, told in pairs_held(member)
        ],
        "tasks": [
            held.HeldTask(
                person=other(task.connection),
                mine=task.owner_id == member.id,
                **{
                    name: getattr(task, name)
                    for name in held.HeldTask.model_fields
                    if name not in ("person", "mine")
                },
            )
            for task in tasks_held(member)
        ],
    }


def _said(member: User) -> list[held.HeldAnswerAbout]:
    """What the member has answered about people they were shown."""
    query = (
        sa.select(User.public_id, Answer.said, Answer.at)
        .join(Answer, Answer.person_id == User.id)
        .where(Answer.member_id == member.id, User.id.not_in(kept_apart(member)))
        .order_by(Answer.at.desc(), Answer.id.desc())
    )
    return [
        held.HeldAnswerAbout(person=row.public_id, said=row.said, at=row.at)
        for row in db.session.execute(query)
    ]


def _of(model: Any, member: User) -> list[Any]:
    """The rows of a table that are about `member`."""
    query = sa.select(model).where(model.member_id == member.id).order_by(model.id.desc())
    return list(db.session.scalars(query))


def _same(row: object, shape: type[Shape]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields}


def _groups(member: User) -> list[held.HeldMembership]:
    query = (
        sa.select(Group, Membership)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.member_id == member.id)
        .order_by(Membership.joined_at.desc(), Group.id)
    )
    return [
        held.HeldMembership(group=name_shape(group), role=row.role, joined_at=row.joined_at)
        for group, row in db.session.execute(query)
    ]


def _places(member: User) -> list[held.HeldPlace]:
    rows = history_of(member)
    answers, minutes = answers_of([row.id for row in rows]), _minutes([row.id for row in rows])
    return [
        held.HeldPlace(
            event=row.event.public_id,
            title=row.event.title,
            starts_at=row.event.starts_at,
            registration=registration_shape(row),
            answers=[
                held.HeldAnswer(question=question.text, answer=text)
                for question, text in answers.get(row.id, [])
            ],
            minute=minutes.get(row.id),
        )
        for row in rows
    ]


def _minutes(registration_ids: list[int]) -> dict[int, held.HeldMinute]:
    written = sa.select(SelfIntroduction).where(
        SelfIntroduction.registration_id.in_(registration_ids)
    )
    return {
        row.registration_id: held.HeldMinute(
            does=row.does,
            talks_about=row.talks_about,
            gives=row.gives,
            goes_on_paper=row.goes_on_paper,
        )
        for row in db.session.scalars(written)
    }


def _arrivals(member: User) -> list[held.HeldArrival]:
    query = (
        sa.select(Entry)
        .options(joinedload(Entry.event))
        .join(Registration, Registration.id == Entry.registration_id)
        .where(Registration.attendee_id == member.id)
        .order_by(Entry.occurred_at.desc(), Entry.id)
    )
    return [
        held.HeldArrival(
            event=row.event.public_id,
            kind=row.kind,
            method=row.method,
            occurred_at=row.occurred_at,
        )
        for row in db.session.scalars(query)
    ]
