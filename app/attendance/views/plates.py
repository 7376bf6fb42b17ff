"""What the door says to one attempt, and what can be done about it."""

from flask_babel import LazyString
from flask_babel import gettext as _

from app.attendance.operations import Outcome
from app.attendance.queries import settings_of
from app.attendance.rules import ADMITTED, Code
from app.attendance.views.keepers import Keeper
from app.attendance.wording import ASKED, FLAGS, ILLEGIBLE, NO_CODE, TONES, VERDICTS
from app.kit.qr import Illegible

NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)


def told(keeper: Keeper, outcome: Outcome, *, asks: bool = False) -> dict[str, object]:
    """Everything the plate shows. With `asks` nothing has been written yet."""
    asks = asks and outcome.code in ADMITTED
    return {
        "outcome": outcome,
        "verdict": ASKED if asks else VERDICTS[outcome.code],
        "tone": "wait" if asks else TONES[outcome.code],
        "asks": asks,
        "is_admitted": outcome.code in ADMITTED and not asks,
        "is_early": outcome.code == Code.TOO_EARLY,
        "may_walk_in": outcome.code == Code.NOT_CONFIRMED and lets_walk_in(keeper),
        "shows_person": outcome.code not in NAMELESS,
        "flags": [FLAGS[flag] for flag in outcome.flags if flag in FLAGS],
    }


def lets_walk_in(keeper: Keeper) -> bool:
    """Whether this keeper may let people in who have no seat."""
    runs_it = keeper.member is not None and keeper.event.group.is_run_by(keeper.member)
    return runs_it or settings_of(keeper.event).takes_walk_ins


def unread(why: Illegible | None) -> LazyString | str:
    """Why a picture holds no ticket."""
    return ILLEGIBLE[why] if why else NO_CODE


def words_for_devices(keeper: Keeper) -> dict[str, object]:
    """What a phone says by itself when there is no network. A 0 stands for a number."""
    codes = {code: {"verdict": str(VERDICTS[code]), "tone": TONES[code]} for code in VERDICTS}
    done = {
        "UNDONE": {"verdict": _("Check-in undone"), "tone": "rest"},
        "PAID": {"verdict": _("Fee received"), "tone": "yes"},
        "LEFT": {"verdict": _("Gone home"), "tone": "rest"},
    }
    return {
        "codes": codes | done,
        "nameless": list(NAMELESS),
        "mayWalkIn": lets_walk_in(keeper),
        "letIn": _("Let them in all the same"),
        "undo": _("Undo"),
        "paid": _("Fee received"),
        "checkIn": _("Check in"),
        "unsent": _("not sent yet"),
        "noted": _("Noted"),
        "offline": _("No connection"),
        "waiting": _("%(num)s not sent yet", num=0),
        "age": _("List of %(num)s minutes ago", num=0),
        "more": _("… and %(num)s more: look for the name.", num=0),
        "yen": _("¥%(amount)s", amount=0),
    }
