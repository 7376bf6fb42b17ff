"""Prompts to give: at most one a week, and one's own to leave."""

from datetime import datetime
from functools import partial

from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.introductions.models import Prompt
from app.introductions.queries.giving import pair_for, prompt_for, to_prompt
from app.kit.db import db
from app.kit.singly import one_by_one

AT_ONCE = 50


def make_prompts(at: datetime) -> int:
    """Find this week's two for every connector who wishes; returns how many were found.

    Who does the same at the same time finds the same two, and one of both writes them down.
    """
    return one_by_one(to_prompt(at, AT_ONCE), partial(_make_prompt, at=at))


def _make_prompt(connector: User, *, at: datetime) -> int:
    pair = pair_for(connector)
    if pair is None:
        return 0
    one, other, tag = pair
    prompt = insert(Prompt).values(
        member_id=connector.id, one_id=one, other_id=other, tag_id=tag, made_at=at
    )
    made = db.session.execute(prompt.on_conflict_do_nothing().returning(Prompt.id))
    return len(made.all())


def leave_prompt(prompt: Prompt, *, at: datetime) -> None:
    """Note that its reader would rather not: these two are not suggested again."""
    prompt.answered_at = prompt.answered_at or at


def take_prompt(member: User, pair: tuple[User, User], *, at: datetime) -> None:
    """Note that a prompt, if this pair was one, has been taken up."""
    prompt = prompt_for(member, at)
    ids = {person.id for person in pair}
    if prompt is not None and {prompt.one_id, prompt.other_id} == ids:
        prompt.answered_at, prompt.is_taken = at, True
