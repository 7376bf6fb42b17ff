"""The letters of the board: somebody has answered, and is glad that you did."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.connections.queries import are_connected
from app.introductions.mails.promising import answered_to, is_answered_here
from app.introductions.models import Posting, Response
from app.kit.db import db
from app.kit.letters import Letter, write
from app.moderation.queries import are_kept_apart
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post
from app.notifications.rules import Topic
from app.relay.rules import Matter

ANSWERED = "board.answered"
ACCEPTED = "board.accepted"


def answered(response: Response, author: User, *, at: datetime) -> None:
    key = f"{ANSWERED}:{response.id}"
    post(author, Promise(ANSWERED, key, about_id=response.id), at=at)


def matched_on_board(response: Response, member: User, *, at: datetime) -> None:
    key = f"{ACCEPTED}:{response.id}"
    post(member, Promise(ACCEPTED, key, about_id=response.id), at=at)


@composes(ANSWERED, Topic.INTRODUCTIONS)
def _answered(mail: Mail) -> Letter | None:
    response = _response(mail)
    if response is None or response.posting.author_id != mail.member_id:
        return None
    if are_kept_apart(mail.member, response.member) or not response.member.is_verified:
        return None
    return write("introductions/mail/answered", to=mail.member, response=response)


@composes(ACCEPTED, Topic.INTRODUCTIONS)
def _accepted(mail: Mail) -> Letter | None:
    response = _response(mail)
    if response is None or response.accepted_at is None:
        return None
    author = response.posting.author
    if are_kept_apart(mail.member, author) or not author.is_verified:
        return None
    can_answer = is_answered_here() and are_connected(mail.member, author)
    letter = write(
        "introductions/mail/accepted",
        to=mail.member,
        response=response,
        author=author,
        can_answer=can_answer,
    )
    if not can_answer:
        return letter
    return answered_to(letter, Matter.CONNECTION, response.id, mail.member, author)


def _response(mail: Mail) -> Response | None:
    query = (
        sa.select(Response)
        .options(
            joinedload(Response.member), joinedload(Response.posting).joinedload(Posting.author)
        )
        .where(Response.id == mail.about_id)
    )
    return db.session.scalars(query).one_or_none()
