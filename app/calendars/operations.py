"""The secret address of one's own calendar: made on wish, renewed when it got about."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.calendars.models import FeedToken
from app.calendars.secrets import secret_from
from app.kit.db import db
from app.kit.tokens import fingerprint, public_id


def renew_secret(member: User, *, at: datetime) -> str:
    """A new secret; whoever knows an old one sees nothing from now on."""
    nonce = public_id()
    secret = secret_from(nonce)
    values = {"nonce": nonce, "token_hash": fingerprint(secret), "made_at": at}
    row = insert(FeedToken).values(member_id=member.id, **values)
    renewed = row.on_conflict_do_update(index_elements=[FeedToken.member_id], set_=values)
    db.session.execute(renewed, execution_options={"populate_existing": True})
    return secret
