"""From nothing to a draft in one step, and asking somebody one knows to host it together."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.connections.queries import are_connected
from app.events import operations as events
from app.events.models import Event
from app.events.rules import Plan
from app.groups import operations as groups
from app.groups.models import Group, TeamInvitation
from app.groups.operations import Charter
from app.groups.rules import Role
from app.kit.errors import Refused
from app.moderation.operations import hold_blocks
from app.moderation.queries import are_kept_apart


class OnlyForContacts(Refused):
    message = _l("You can only ask people you are connected with.")


def begin(where: Group | Charter, plan: Plan, *, by: User, at: datetime) -> Event:
    """Draft a first event, in a group one runs or in one that is founded with it.

    Raises SlugTaken, AddressNotProven, EndsBeforeItBegins.
    """
    group = groups.found(where, by, at=at) if isinstance(where, Charter) else where
    return events.draft(group, plan, by, at=at)


def ask_along(group: Group, person: User, *, by: User, at: datetime) -> TeamInvitation:
    """Ask somebody one knows to run the group together; nothing happens before they say yes.

    Lets no block come between the two meanwhile. Raises OnlyForContacts and what
    `groups.invite_member` raises.
    """
    hold_blocks(by, person)
    if not are_connected(by, person) or are_kept_apart(by, person):
        raise OnlyForContacts
    return groups.invite_member(group, person, Role.ORGANIZER, by=by, at=at)
