"""What stands behind the bell. A line has no words of its own: its letter is asked what it says.

So a line tells nothing that its letter would not tell any more: whoever is blocked, or has
taken something back, is gone from here too.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.kit.batch import batch
from app.kit.db import db
from app.kit.letters import Gist, text_only
from app.kit.paging import Page, paginate
from app.notifications import composers
from app.notifications.models import Mail, Notice

log = logging.getLogger(__name__)

A_PAGE = 10
MOST_COUNTED = 99


@dataclass(frozen=True)
class NoticeLine:
    """One line: the letter in a glance, and where on our own pages it leads."""

    notice: Notice
    gist: Gist
    path: str


def notices_of(member: User, at: datetime) -> "sa.Select[Notice]":
    """Everything shown to `member` so far, the latest first."""
    return (
        sa.select(Notice)
        .options(joinedload(Notice.mail))
        .where(Notice.member_id == member.id, Notice.shown_at <= at)
        .order_by(Notice.shown_at.desc(), Notice.mail_id.desc())
    )


def unread_count(member: User, at: datetime) -> int:
    """How many lines `member` has not read; counted up to 99."""
    unread = (
        sa.select(sa.literal(1))
        .where(Notice.member_id == member.id, Notice.read_at.is_(None), Notice.shown_at <= at)
        .limit(MOST_COUNTED)
        .subquery()
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(unread)) or 0


def lines(member: User, at: datetime, number: int) -> Page[NoticeLine]:
    """One page of lines; those whose letter would not be written any more are left out."""
    page = paginate(notices_of(member, at), number, A_PAGE)
    found = _said(page.items)
    return Page(found, page.number, has_next=page.has_next)


def _said(notices: Sequence[Notice]) -> list[NoticeLine]:
    mails = [notice.mail for notice in notices]
    with batch(), text_only():
        composers.prepare(mails)
        said = [(notice, _gist(notice.mail)) for notice in notices]
    return [NoticeLine(notice, words, _path(words.url)) for notice, words in said if words]


def _gist(mail: Mail) -> Gist | None:
    """What the letter says; None when it says nothing any more."""
    try:
        with db.session.begin_nested():
            return composers.glimpse_of(mail)
    except (SQLAlchemyError, LookupError, AttributeError) as fault:
        # One line that cannot be written must not close the page for the others.
        log.warning("The notice of mail %s says nothing: %s", mail.id, fault)
        return None


def _path(url: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return url.removeprefix(base) if url.startswith(base) else ""
