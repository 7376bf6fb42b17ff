"""What can happen when something is not right, and when somebody leaves for good."""

from app.moderation.operations import ReportedEnough
from app.safety.operations.leaving import close_account
from app.safety.operations.measures import (
    NobodyLeft,
    Overtaken,
    WordsMissing,
    act,
    look_at,
    reopen,
    settle,
)
from app.safety.operations.reporting import (
    TooLateToReport,
    forget_reports,
    report_event,
    report_message,
    report_person,
)

__all__ = [
    "NobodyLeft",
    "Overtaken",
    "ReportedEnough",
    "TooLateToReport",
    "WordsMissing",
    "act",
    "close_account",
    "forget_reports",
    "look_at",
    "reopen",
    "report_event",
    "report_message",
    "report_person",
    "settle",
]
