"""Promotion in our mails: nobody gets any who has not said yes, and every yes is kept.

What is asked is kept word for word with the answer (特定電子メール法, section 3: prior consent and
a record of it).
"""

import hashlib
from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.dialects.postgresql import distinct_on

from app.accounts.models import User
from app.kit.db import db
from app.notifications.models import PromotionConsent


def words_in(locale: str) -> str:
    """The question as it is asked in that language."""
    with force_locale(locale):
        return str(
            _(
                "Yes, tell me about the next events of my groups in the mails I get from them. "
                "I can take this back at any time."
            )
        )


def version(locale: str) -> str:
    """A short name for exactly these words."""
    return hashlib.sha256(words_in(locale).encode()).hexdigest()[:12]


def is_wanted_by(member: User) -> bool:
    """Whether the last thing `member` has said about promotion is yes."""
    last = ledger_of(member).with_only_columns(PromotionConsent.is_given).limit(1)
    return bool(db.session.scalars(last).first())


def wanted_among(member_ids: Collection[int]) -> set[int]:
    """Which of them last said yes."""
    last = (
        sa.select(PromotionConsent.member_id, PromotionConsent.is_given)
        .where(PromotionConsent.member_id.in_(member_ids))
        .order_by(
            PromotionConsent.member_id, PromotionConsent.at.desc(), PromotionConsent.id.desc()
        )
        .ext(distinct_on(PromotionConsent.member_id))
    )
    return {member for member, is_given in db.session.execute(last) if is_given}


def ledger_of(member: User) -> "sa.Select[PromotionConsent]":
    """Everything `member` has said about promotion, the latest first."""
    return (
        sa.select(PromotionConsent)
        .where(PromotionConsent.member_id == member.id)
        .order_by(PromotionConsent.at.desc(), PromotionConsent.id.desc())
    )
