"""The letters of chores and meals. None of them names anybody."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.alongside.models import Chore, Meal
from app.alongside.queries.meals import whole_meals
from app.alongside.rules import ChoreState, MealState
from app.kit.db import db
from app.kit.letters import Letter, write
from app.notifications.composers import composes
from app.notifications.models import Mail
from app.notifications.operations import Promise, post, post_all
from app.notifications.rules import Topic
from app.registrations.queries import organizers

PROPOSED = "alongside.meal_proposed"
DECIDED = "alongside.meal_decided"
OFF = "alongside.meal_off"
DROPPED = "alongside.chore_dropped"


def meal_proposed(meal: Meal, *, at: datetime) -> None:
    """Ask those who run the event, as long as there is time to answer."""
    promises = [
        (
            host,
            Promise(
                PROPOSED,
                f"{PROPOSED}:{meal.public_id}:{host.public_id}",
                about_id=meal.id,
                expires_at=meal.begins_at,
            ),
        )
        for host in organizers(meal.event)
    ]
    post_all(promises, at=at)


def meal_decided(meal: Meal, *, at: datetime) -> None:
    """Tell whoever proposes it what the hosts have said."""
    key = f"{DECIDED}:{meal.public_id}"
    promise = Promise(DECIDED, key, about_id=meal.id, expires_at=meal.begins_at)
    post(db.session.get_one(User, meal.proposed_by_id), promise, at=at)


def meal_off(meal: Meal, people: Iterable[User], *, at: datetime) -> None:
    """Tell everybody at the table that it does not take place."""
    promises = [
        (one, Promise(OFF, f"{OFF}:{meal.public_id}:{one.public_id}", about_id=meal.id))
        for one in people
    ]
    post_all(promises, at=at)


def chore_dropped(chore: Chore, people: Iterable[User], *, at: datetime) -> None:
    """Tell whoever had taken it that it need not be done."""
    promises = [
        (one, Promise(DROPPED, f"{DROPPED}:{chore.public_id}:{one.public_id}", about_id=chore.id))
        for one in people
    ]
    post_all(promises, at=at)


@composes(PROPOSED, topic=Topic.HOSTING)
def _proposed(mail: Mail) -> Letter | None:
    meal = _meal(mail)
    if meal is None or meal.state != MealState.PROPOSED or not meal.stands:
        return None
    if mail.member_id not in {host.id for host in organizers(meal.event)}:
        return None
    return write("alongside/mail/meal_proposed", to=mail.member, meal=meal, event=meal.event)


@composes(DECIDED)
def _decided(mail: Mail) -> Letter | None:
    meal = _meal(mail)
    if meal is None or not meal.event.is_on:
        return None
    if meal.state not in (MealState.APPROVED, MealState.DECLINED):
        return None
    is_yes = meal.state == MealState.APPROVED
    letter = "meal_approved" if is_yes else "meal_declined"
    return write(f"alongside/mail/{letter}", to=mail.member, meal=meal, event=meal.event)


@composes(OFF)
def _off(mail: Mail) -> Letter | None:
    """Nothing where the whole evening does not take place: another letter tells that."""
    meal = _meal(mail)
    if meal is None or meal.state != MealState.CALLED_OFF or not meal.event.is_on:
        return None
    return write("alongside/mail/meal_off", to=mail.member, meal=meal, event=meal.event)


@composes(DROPPED)
def _dropped(mail: Mail) -> Letter | None:
    query = sa.select(Chore).options(joinedload(Chore.event)).where(Chore.id == mail.about_id)
    chore = db.session.scalars(query).one_or_none()
    if chore is None or chore.state != ChoreState.DROPPED or not chore.event.is_on:
        return None
    return write("alongside/mail/chore_dropped", to=mail.member, chore=chore, event=chore.event)


def _meal(mail: Mail) -> Meal | None:
    query = whole_meals().where(Meal.id == mail.about_id)
    return db.session.scalars(query).one_or_none()
