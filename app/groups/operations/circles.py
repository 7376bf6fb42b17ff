"""Proposing a study circle to those who run a group, without a name; and setting it aside."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.groups import mails
from app.groups.models import CircleProposal, Group
from app.groups.queries.circles import circles_for
from app.kit.db import db
from app.kit.errors import Refused
from app.profiles.traits import Worry


class NotShared(Refused):
    message = _l("There are not enough people for this any more.")


def propose_circle(group: Group, worry: Worry, *, by: User, at: datetime) -> None:
    """Tell those who run the group that somebody would come, by a letter the next morning.

    Repeating it changes nothing; and by then it says nothing of who pressed when.
    Raises NotShared.
    """
    if worry not in {circle.worry for circle in circles_for(group, by)}:
        raise NotShared
    row = insert(CircleProposal).values(group_id=group.id, worry=worry, at=at)
    new = row.on_conflict_do_nothing().returning(CircleProposal.worry)
    if db.session.scalars(new).one_or_none() is not None:
        mails.circles_proposed(group, at=at)


def set_circle_aside(group: Group, worry: Worry) -> None:
    """The proposal is dealt with; anybody may make it again."""
    proposal = sa.delete(CircleProposal).where(
        CircleProposal.group_id == group.id, CircleProposal.worry == worry
    )
    db.session.execute(proposal)
