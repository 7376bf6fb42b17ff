"""Who may do what, all of it on one page.

Seeing is not listed: what a member may not see, the `visible_*` queries never load.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.accounts.models import User


class Can(StrEnum):
    """A thing that needs permission, named subject:verb."""

    EDIT_GROUP = "group:edit"
    MANAGE_MEMBERS = "group:members"
    HAND_OVER_GROUP = "group:hand-over"
    ANNOUNCE = "group:announce"
    EDIT_EVENT = "event:edit"
    RUN_DOOR = "event:check-in"
    DROP_CHORE = "chore:drop"
    CALL_OFF_MEAL = "meal:call-off"
    IMPORT_ATTENDEES = "event:import"
    IMPORT_PROGRAMME = "group:import"
    PLAN_ROUNDS = "event:plan-rounds"
    FORWARD_INTRODUCTION = "introduction:forward"
    ANSWER_INTRODUCTION = "introduction:answer"
    WITHDRAW_INTRODUCTION = "introduction:withdraw"
    THANK_FOR_INTRODUCTION = "introduction:thank"
    SCREEN_INTRODUCTIONS = "introduction:screen"
    EDIT_POSTING = "posting:edit"
    READ_OUTBOX = "outbox:read"
    KEEP_VOCABULARY = "vocabulary:keep"
    HANDLE_REPORTS = "report:handle"


POLICY: dict[Can, Callable[[User, Any], bool]] = {
    Can.EDIT_GROUP: lambda member, group: group.is_run_by(member),
    Can.MANAGE_MEMBERS: lambda member, group: group.is_run_by(member),
    Can.HAND_OVER_GROUP: lambda member, group: group.is_owned_by(member),
    Can.ANNOUNCE: lambda member, group: group.is_run_by(member),
    Can.EDIT_EVENT: lambda member, event: event.group.is_run_by(member),
    Can.RUN_DOOR: lambda member, event: event.group.has_at_door(member),
    Can.DROP_CHORE: lambda member, chore: (
        chore.event.group.is_run_by(member) or chore.named_by_id == member.id
    ),
    Can.CALL_OFF_MEAL: lambda member, meal: (
        meal.event.group.is_run_by(member) or meal.proposed_by_id == member.id
    ),
    Can.IMPORT_ATTENDEES: lambda member, event: event.group.is_run_by(member),
    Can.IMPORT_PROGRAMME: lambda member, group: group.is_run_by(member),
    Can.PLAN_ROUNDS: lambda member, event: event.group.is_run_by(member),
    Can.FORWARD_INTRODUCTION: lambda member, introduction: introduction.awaits_connector(member),
    Can.ANSWER_INTRODUCTION: lambda member, introduction: introduction.awaits_target(member),
    Can.WITHDRAW_INTRODUCTION: lambda member, introduction: introduction.is_asked_by(member),
    Can.THANK_FOR_INTRODUCTION: lambda member, introduction: introduction.has_introduced(member),
    Can.SCREEN_INTRODUCTIONS: lambda member, _: member.is_staff,
    Can.EDIT_POSTING: lambda member, posting: posting.author_id == member.id,
    Can.READ_OUTBOX: lambda member, _: member.is_staff,
    Can.KEEP_VOCABULARY: lambda member, _: member.is_staff,
    # Owners see those of their own groups' events; which, `visible_reports` says.
    Can.HANDLE_REPORTS: lambda member, owned: member.is_staff or bool(owned),
}


def allows(member: User, can: Can, subject: object = None) -> bool:
    """Whether `member` may do `can` to `subject`."""
    return POLICY[can](member, subject)
