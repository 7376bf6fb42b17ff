"""What the door says to one attempt, and what can be done about it."""

from flask_babel import gettext as _

from app.attendance.operations import Outcome
from app.attendance.queries import settings_of
from app.attendance.rules import ADMITTED, Code, Unclear
from app.attendance.views.keepers import Keeper
from app.attendance.wording import ADVICE, ASKED, FLAGS, NOT_READ, TONES, UNREAD, VERDICTS
from app.registrations.wording import STATES

NAMELESS = (Code.UNKNOWN, Code.REMOVED, Code.WRONG_EVENT, Code.REJECTED)


def told(keeper: Keeper, outcome: Outcome, *, asks: bool = False) -> dict[str, object]:
    """Everything the plate shows. With `asks` nothing has been written yet."""
    asks = asks and outcome.code in ADMITTED
    return {
        "outcome": outcome,
        "verdict": ASKED if asks else VERDICTS[outcome.code],
        "tone": "wait" if asks else TONES[outcome.code],
        "advice": ADVICE.get(outcome.code, ""),
        "states": STATES,
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


def words_for_devices(keeper: Keeper) -> dict[str, object]:
    """What a phone says by itself when there is no network. A 0 stands for a number."""
    codes = {
        code: {
            "verdict": str(VERDICTS[code]),
            "tone": TONES[code],
            "advice": str(ADVICE.get(code, "")),
        }
        for code in VERDICTS
    }
    done = {
        "ASK": {"verdict": str(ASKED), "tone": "wait"},
        "UNREAD": {"verdict": str(NOT_READ), "tone": "wait"},
        "UNDONE": {"verdict": _("Check-in undone"), "tone": "rest"},
        "PAID": {"verdict": _("Fee received"), "tone": "yes"},
        "LEFT": {"verdict": _("Gone home"), "tone": "rest"},
    }
    return {
        "codes": codes | done,
        "nameless": list(NAMELESS),
        "states": {state: str(STATES[state]) for state in STATES},
        "mayWalkIn": lets_walk_in(keeper),
        "asksFirst": settings_of(keeper.event).asks_first,
        "twoTickets": str(UNREAD[Unclear.TWO_TICKETS]),
        "letIn": _("Let them in all the same"),
        "undo": _("Undo"),
        "paid": _("Fee received"),
        "checkIn": _("Check in"),
        "unsent": _("not sent yet"),
        "noted": _("Noted"),
        "goneHome": _("Gone home"),
        "nobody": _("Nobody of that name has a confirmed seat."),
        "unknown": _("An unknown code"),
        "offline": _("No connection"),
        "waiting": _("%(num)s not sent yet", num=0),
        "age": _("List of %(num)s minutes ago", num=0),
        "kept": _("Kept on this phone: %(num)s people, until %(day)s.", num="{num}", day="{day}"),
        "notKept": _("This browser keeps nothing: without a network there is only paper."),
        "frail": _("This phone has no room left to write on. Please do not close this page."),
        "stuck": _("The server cannot take it in yet. This phone tries again by itself."),
        "checkLater": _("Let in, look later"),
        "notHere": _("Not on this phone's list of %(time)s.", time="{time}"),
        "more": _("… and %(num)s more: look for the name.", num=0),
        "yen": _("¥%(amount)s", amount=0),
    }


def words_for_leaving() -> dict[str, str]:
    """What a phone says that has been sent away and still has something to hand in."""
    return {
        "waiting": _("%(num)s not sent yet", num=0),
        "handedIn": _(
            "Everything this phone wrote down has been handed in. Thank you for helping."
        ),
        "stuck": _("The server cannot take it in yet. This phone tries again by itself."),
        "noted": _("Noted"),
    }


def _said(code: Code) -> dict[str, str]:
    advice = str(ADVICE.get(code, ""))
    return {"verdict": str(VERDICTS[code]), "tone": TONES[code], "advice": advice}
