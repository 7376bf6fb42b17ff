"""The board of a group: putting something up, answering, coming together, taking it down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.operations import connect, share
from app.connections.rules import Origin
from app.groups.models import Group
from app.introductions import mails
from app.introductions.models import Posting, Response
from app.introductions.queries.board import open_postings_of, response_of
from app.introductions.rules import Place, Side, Topic
from app.keeping.operations import gave
from app.keeping.rules import Favour
from app.kit.db import db, lock
from app.kit.errors import Refused
from app.moderation.operations import hold_blocks
from app.moderation.queries import are_kept_apart

POSTED_FOR = timedelta(days=60)
MOST_AT_ONCE = 3


class PostedEnough(Refused):
    message = _l("You have three things on this board already. Please take one down first.")


class NoLongerUp(Refused):
    message = _l("This is no longer on the board.")


class AnsweredAlready(Refused):
    message = _l("You have answered this already.")


class OnesOwn(Refused):
    message = _l("This is your own.")


@dataclass(frozen=True)
class Draft:
    """What a posting says."""

    side: Side
    topic: Topic
    place: Place
    title: str
    words: str
    standard: str = ""
    is_selling: bool = False


def put_up(group: Group, author: User, draft: Draft, *, at: datetime) -> Posting:
    """Put something on the board for sixty days. Raises PostedEnough."""
    lock(author)
    if open_postings_of(author, group, at) >= MOST_AT_ONCE:
        raise PostedEnough
    posting = Posting(
        group_id=group.id,
        author_id=author.id,
        side=draft.side,
        topic=draft.topic,
        place=draft.place,
        title=draft.title,
        words=draft.words,
        standard=draft.standard,
        is_selling=draft.is_selling,
        posted_at=at,
        until=at + POSTED_FOR,
    )
    db.session.add(posting)
    db.session.flush()
    return posting


def take_down(posting: Posting, *, at: datetime) -> None:
    """Take it off the board. Repeating it changes nothing."""
    posting.ended_at = posting.ended_at or at


def respond(
    posting: Posting, member: User, words: str, shares: tuple[str, ...], *, at: datetime
) -> Response:
    """Answer its author, who alone reads it. `shares` counts once the author agrees.

    Raises NoLongerUp, OnesOwn, AnsweredAlready.
    """
    lock(posting)
    if not posting.is_open(at):
        raise NoLongerUp
    if posting.author_id == member.id:
        raise OnesOwn
    if response_of(posting, member) is not None:
        raise AnsweredAlready
    response = Response(
        posting_id=posting.id, member_id=member.id, words=words, shares=sorted(shares), at=at
    )
    db.session.add(response)
    db.session.flush()
    author = db.session.get_one(User, posting.author_id)
    mails.answered(response, author, at=at)
    return response


def take_up(response: Response, shares: tuple[str, ...], *, by: User, at: datetime) -> None:
    """As the author, come together with whoever answered: both are connected.

    Raises NoLongerUp.
    """
    lock(response)
    member = db.session.get_one(User, response.member_id)
    hold_blocks(by, member)
    if are_kept_apart(by, member) or not member.is_verified:
        raise NoLongerUp
    if response.accepted_at is not None:
        return
    response.accepted_at = at
    tie = connect(by, member, Origin.ONLINE, at=at)
    share(tie, by, shares, at=at)
    share(tie, member, response.shares, at=at)
    gave(member, by, Favour.ASK, at=at)
    mails.matched_on_board(response, member, at=at)
