"""What goes when a member leaves: their words go at once, and others notice nothing before time."""

import sqlalchemy as sa

from app.accounts.models import User
from app.introductions.models import (
    Introduction,
    Posting,
    Prompt,
    Response,
    Terms,
    Thanks,
    Voucher,
)
from app.introductions.rules import Mode
from app.kit.db import db


def forget_member(member: User) -> None:
    """Delete what `member` asked, offered and thanked for, and their terms.

    Requests of others that were put to them end by themselves, in silence.
    """
    db.session.flush()
    own = sa.and_(Introduction.asker_id == member.id, Introduction.mode != Mode.CONNECTOR)
    begun = sa.and_(Introduction.connector_id == member.id, Introduction.mode == Mode.CONNECTOR)
    db.session.execute(sa.delete(Introduction).where(sa.or_(own, begun)))
    for theirs in (
        sa.delete(Posting).where(Posting.author_id == member.id),
        sa.delete(Response).where(Response.member_id == member.id),
        sa.delete(Thanks).where(Thanks.from_id == member.id),
        sa.delete(Prompt).where(
            (Prompt.member_id == member.id)
            | (Prompt.one_id == member.id)
            | (Prompt.other_id == member.id)
        ),
        sa.delete(Voucher).where(
            (Voucher.member_id == member.id) | (Voucher.voucher_id == member.id)
        ),
        sa.delete(Terms).where(Terms.member_id == member.id),
    ):
        db.session.execute(theirs.execution_options(synchronize_session=False))
    db.session.expire_all()
