"""What attendees hear from us: one letter for each change of their place."""

from app.registrations.mails.evenings import called_off, event_changed, still_silent
from app.registrations.mails.invitations import invited
from app.registrations.mails.lots import drawn, not_drawn, value_awaited
from app.registrations.mails.news import (
    applied,
    cancelled,
    cancelled_with_main,
    confirmed,
    not_selected,
    offer_lapsed,
    offered,
    promoted,
    removed,
    request_came,
    requested,
    seat_is_open,
    slot_changed,
    waited_in_vain,
    waitlisted,
)
from app.registrations.mails.pairs import buddy_absent, buddy_asked, buddy_joined, buddy_left

__all__ = [
    "applied",
    "buddy_absent",
    "buddy_asked",
    "buddy_joined",
    "buddy_left",
    "called_off",
    "cancelled",
    "cancelled_with_main",
    "confirmed",
    "drawn",
    "event_changed",
    "invited",
    "not_drawn",
    "not_selected",
    "offer_lapsed",
    "offered",
    "promoted",
    "removed",
    "request_came",
    "requested",
    "seat_is_open",
    "slot_changed",
    "still_silent",
    "value_awaited",
    "waited_in_vain",
    "waitlisted",
]
