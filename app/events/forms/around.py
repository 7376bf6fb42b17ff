"""What a form has to know of the world around it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from app.events.models import Event
from app.events.rules import Plan, SlotUse
from app.groups.models import Group
from app.groups.wording import STANCES
from app.web.choices import choices


@dataclass(frozen=True)
class Around:
    """The group, the time, the event there is already, and what people have made of its slots."""

    group: Group
    at: datetime
    event: Event | None = None
    uses: dict[int, SlotUse] = field(default_factory=dict)
    others: tuple[Event, ...] = ()

    @cached_property
    def plan(self) -> Plan | None:
        """What is planned so far."""
        return self.event.plan if self.event is not None else None

    @property
    def stances(self) -> list[Any]:
        """How an event may stand to selling."""
        usual = _("As always in this group: %(stance)s", stance=STANCES[self.group.stance])
        return choices([("", usual), *STANCES.items()])

    @cached_property
    def required(self) -> list[Any]:
        """The events this one may be a part of, after everybody being welcome."""
        own_id = self.event.id if self.event else 0
        others = [other for other in self.others if other.id != own_id]
        has_parts = any(other.requires_event_id == own_id for other in others if own_id)
        # A part of a part would ask people for seats in a chain nobody sees through.
        whole = [other for other in others if other.requires_event_id is None and not has_parts]
        return choices([(0, _("Everybody")), *((other.id, other.title) for other in whole)])
