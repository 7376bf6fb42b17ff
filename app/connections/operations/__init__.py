"""What can happen between two people."""

from app.connections.operations.inviting import (
    InvitationIsOver,
    TooManyInvitations,
    come_by,
    invite,
    revoke,
)
from app.connections.operations.meeting import CodeIsOver, agree_at_venues, meet, stop_at_venues
from app.connections.operations.remembering import (
    MOST_MARKS,
    Memory,
    bring_back,
    mute,
    put_away,
    remember,
    share,
    side_kept,
    unmute,
)
from app.connections.operations.tying import (
    AlreadyConnected,
    CannotConnect,
    NothingToAnswer,
    accept,
    connect,
    decline,
    lapse,
    part_from,
    remove,
    request,
)

__all__ = [
    "MOST_MARKS",
    "AlreadyConnected",
    "CannotConnect",
    "CodeIsOver",
    "InvitationIsOver",
    "Memory",
    "NothingToAnswer",
    "TooManyInvitations",
    "accept",
    "agree_at_venues",
    "bring_back",
    "come_by",
    "connect",
    "decline",
    "invite",
    "lapse",
    "meet",
    "mute",
    "part_from",
    "put_away",
    "remember",
    "remove",
    "request",
    "revoke",
    "share",
    "side_kept",
    "stop_at_venues",
    "unmute",
]
