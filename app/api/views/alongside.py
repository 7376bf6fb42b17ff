"""Beside the programme: the board of chores, and small meals."""

from flask_babel import lazy_gettext as _l

from app.accounts.access import require
from app.accounts.models import Scope
from app.accounts.session import current_user
from app.alongside import operations
from app.alongside.models import Chore as ChoreRow
from app.alongside.models import Meal as MealRow
from app.alongside.queries import chores, meals
from app.api.calls import call
from app.api.finding import evening_called
from app.api.shapes.alongside import (
    Chore,
    ChoreDraft,
    Chores,
    HandChange,
    HandDraft,
    Meal,
    MealDecision,
    MealDraft,
    Meals,
    chore_shape,
    meal_shape,
)
from app.events.models import Event
from app.kit.clock import now
from app.policy import Can
from app.web.find import find

BOARD = "/events/<event_id>/chores"
HAND = f"{BOARD}/<chore_id>/hand"
TABLES = "/events/<event_id>/meals"
SEAT = f"{TABLES}/<meal_id>/seat"


@call(f"GET {BOARD}", _l("List what is to be done for an event"))
def list_chores(event_id: str) -> Chores:
    event = evening_called(event_id)
    lines = chores.board_of(event, current_user(), runs_it=_runs(event))
    return Chores(items=[chore_shape(line) for line in lines])


@call(f"POST {BOARD}", _l("Name something to be done"), Scope.ATTEND,
      location="/events/{event_id}/chores")  # fmt: skip
def name_chore(event_id: str, body: ChoreDraft) -> Chore:
    event = evening_called(event_id)
    return _chore(operations.name(event, body.chore, by=current_user(), at=now()))


@call(f"DELETE {BOARD}/<chore_id>", _l("Take a chore off the board"), Scope.ATTEND)
def drop_chore(event_id: str, chore_id: str) -> None:
    chore = _chore_called(event_id, chore_id)
    require(Can.DROP_CHORE, chore)
    operations.drop(chore, by=current_user(), at=now())


@call(f"POST {HAND}", _l("Take a chore on"), Scope.ATTEND)
def take_chore(event_id: str, chore_id: str, body: HandDraft) -> Chore:
    chore = _chore_called(event_id, chore_id)
    operations.take(chore, shows_name=body.shows_name, by=current_user(), at=now())
    return _chore(chore)


@call(f"PATCH {HAND}", _l("Say that it is done, or who may read that it is you"), Scope.ATTEND)
def change_hand(event_id: str, chore_id: str, body: HandChange) -> Chore:
    chore, me, at = _chore_called(event_id, chore_id), current_user(), now()
    if body.shows_name is not None:
        operations.show_name(chore, shows=body.shows_name, by=me)
    if body.done is not None:
        (operations.finish if body.done else operations.reopen)(chore, by=me, at=at)
    return _chore(chore)


@call(f"DELETE {HAND}", _l("Give a chore back"), Scope.ATTEND)
def give_chore_back(event_id: str, chore_id: str) -> None:
    operations.give_back(_chore_called(event_id, chore_id), by=current_user(), at=now())


@call(f"GET {TABLES}", _l("List the meals around an event"))
def list_meals(event_id: str) -> Meals:
    event = evening_called(event_id)
    tables = meals.tables_of(event, current_user(), runs_it=_runs(event), at=now())
    return Meals(items=[meal_shape(table) for table in tables])


@call(f"POST {TABLES}", _l("Propose a meal"), Scope.ATTEND,
      location="/events/{event_id}/meals")  # fmt: skip
def propose_meal(event_id: str, body: MealDraft) -> Meal:
    event = evening_called(event_id)
    return _meal(operations.propose(event, body.meal, by=current_user(), at=now()))


@call(f"DELETE {TABLES}/<meal_id>", _l("Call a meal off"), Scope.ATTEND)
def call_meal_off(event_id: str, meal_id: str) -> None:
    meal = _meal_called(event_id, meal_id)
    require(Can.CALL_OFF_MEAL, meal)
    operations.call_off(meal, by=current_user(), at=now())


@call(f"POST {TABLES}/<meal_id>/decision", _l("Say yes or no to a meal"), Scope.ORGANIZE)
def decide_meal(event_id: str, meal_id: str, body: MealDecision) -> Meal:
    meal = _meal_called(event_id, meal_id)
    require(Can.EDIT_EVENT, meal.event)
    operations.decide(meal, yes=body.approve, by=current_user(), at=now())
    return _meal(meal)


@call(f"POST {SEAT}", _l("Sit down at a table"), Scope.ATTEND)
def join_meal(event_id: str, meal_id: str) -> Meal:
    meal = _meal_called(event_id, meal_id)
    operations.join(meal, by=current_user(), at=now())
    return _meal(meal)


@call(f"DELETE {SEAT}", _l("Give your seat at a table back"), Scope.ATTEND)
def leave_meal(event_id: str, meal_id: str) -> None:
    operations.leave(_meal_called(event_id, meal_id), by=current_user(), at=now())


def _runs(event: Event) -> bool:
    return event.group.is_run_by(current_user())


def _chore(chore: ChoreRow) -> Chore:
    """A chore as it stands on the caller's board now."""
    me, event = current_user(), chore.event
    return chore_shape(chores.line_of(chore, me, runs_it=_runs(event)))


def _meal(meal: MealRow) -> Meal:
    """A meal as the caller sees it now."""
    me, event = current_user(), meal.event
    return meal_shape(meals.table_of(meal, me, runs_it=_runs(event), at=now()))


def _chore_called(event_id: str, chore_id: str) -> ChoreRow:
    event = evening_called(event_id)
    return find(chores.visible_chores(event).where(ChoreRow.public_id == chore_id))


def _meal_called(event_id: str, meal_id: str) -> MealRow:
    event = evening_called(event_id)
    found = meals.visible_meals(event, current_user(), runs_it=_runs(event))
    return find(found.where(MealRow.public_id == meal_id))
