"""On which terms somebody takes part."""

from app.accounts.models import User
from app.introductions.models import Terms
from app.introductions.rules import CONNECTOR_CAP, TARGET_CAP, Topic, Vouching
from app.kit.db import db


def terms_of(member: User) -> Terms:
    """The member's terms; the defaults, not yet kept, where they have chosen none."""
    return db.session.get(Terms, member.id) or usual_terms(member.id)


def usual_terms(member_id: int) -> Terms:
    """Terms as they are before anybody changes them."""
    return Terms(
        member_id=member_id,
        connector_cap=CONNECTOR_CAP,
        paused_at=None,
        is_paused_by_house=False,
        is_digest=False,
        is_prompted=True,
        hears_of_trouble=False,
        target_cap=TARGET_CAP,
        topics=[topic.value for topic in Topic],
        accepts_sales=None,
        vouching=Vouching.ANY,
        marks_cleared_at=None,
    )
