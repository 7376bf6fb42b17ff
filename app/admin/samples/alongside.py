"""Examples of the letters about chores and small meals."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from app.admin.samples.world import World, made
from app.alongside.models import Chore, Meal
from app.alongside.rules import ChoreState, MealState
from app.notifications.models import Mail

TABLE = {"ja": "駅前のそば処 まつや", "en": "The soba place beside the station"}
CHORE = {"ja": "椅子を元の場所に戻す", "en": "Put the chairs back"}
LATER = timedelta(minutes=30)


def _meal(kind: str, state: MealState, world: World) -> Mail:
    meal = Meal(
        event_id=world.evening.id,
        proposed_by_id=world.reader.id,
        place=TABLE[world.locale],
        begins_at=world.evening.ends_at + LATER,
        seats=6,
        state=state,
        proposed_at=world.at,
    )
    to = world.host if state == MealState.PROPOSED else world.reader
    return world.mail(kind, made(meal).id, to=to)


def _dropped(world: World) -> Mail:
    chore = Chore(
        event_id=world.evening.id,
        named_by_id=world.host.id,
        words=CHORE[world.locale],
        wanted=2,
        state=ChoreState.DROPPED,
        named_at=world.at,
    )
    return world.mail("alongside.chore_dropped", made(chore).id)


SAMPLES: dict[str, Callable[[World], Mail]] = {
    "alongside.meal_proposed": partial(_meal, "alongside.meal_proposed", MealState.PROPOSED),
    "alongside.meal_decided": partial(_meal, "alongside.meal_decided", MealState.APPROVED),
    "alongside.meal_off": partial(_meal, "alongside.meal_off", MealState.CALLED_OFF),
    "alongside.chore_dropped": _dropped,
}
