"""What a moderator does with a request that the rules have held."""

from datetime import datetime

from app.accounts.models import User
from app.introductions import jobs, mails
from app.introductions.models import Introduction
from app.introductions.operations.refusals import NothingToScreen
from app.introductions.operations.steps import end
from app.introductions.rules import EndReason, Rule, State
from app.kit.db import lock
from app.kit.queue import enqueue


def let_pass(introduction: Introduction, *, at: datetime) -> None:
    """Let a held request go on its way. Raises NothingToScreen."""
    _require_held(introduction)
    introduction.screened_at = at
    enqueue(jobs.go_on)


def turn_away(introduction: Introduction, rule: Rule, *, by: User, at: datetime) -> None:
    """End a request that breaks a rule; its asker is told at once, with the rule.

    Raises NothingToScreen.
    """
    _require_held(introduction)
    introduction.broken_rule, introduction.screened_at = rule, at
    end(introduction, EndReason.SCREENED_OUT, at, by=by)
    mails.turned_away(introduction, at=at)


def _require_held(introduction: Introduction) -> None:
    lock(introduction)
    if introduction.state != State.SCREENING or introduction.screened_at is not None:
        raise NothingToScreen
