"""What organizers are told about a plan: true, and in plain words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from app.accounts.models import User
from app.matching.engine.rounds import NoSeat, Stopped
from app.matching.rules.market import Ground, Why
from app.profiles.models import Tag

CLOSE_TO_BEST = 97
NAMES_SAID = 8
# Codes of reasons are not spoken: whoever may sit with nobody is never told why, nor is anybody.
_ALONE = str(NoSeat.ALONE)


@dataclass(frozen=True)
class Told:
    """A sentence about the plan, and whether it is good news, to be known, or to be looked at."""

    tone: str
    text: str


def said_of(worth: Mapping[str, Any], people: Mapping[int, User]) -> list[Told]:
    """What there is to say of a plan, the most important first. `people` gives names to ids."""
    if not worth:
        return []
    if worth.get("is_makeshift"):
        text = _("First seats, so that everybody can sit down. Better ones are being thought out.")
        return [*_left_out(worth, people), Told("note", text)]
    if worth.get("stopped") == Stopped.NOBODY_TO_SEAT:
        return [*_stopped(worth), *_left_out(worth, people)]
    said = [*_left_out(worth, people), *_meetings(worth), *_share(worth)]
    return [*said, *_wishes(worth, people), *_stopped(worth)]


def percent_of(worth: Mapping[str, Any]) -> int | None:
    """How much of what no plan could pass is reached, rounded down; None before there is one."""
    total, bound = worth.get("total"), worth.get("bound")
    if total is None or not bound:
        return None
    return min(100, int(100 * total / bound))


def listed(names: list[str]) -> str:
    """Names one after the other, cut short where they are many."""
    return " · ".join(names[:NAMES_SAID]) + (" …" if len(names) > NAMES_SAID else "")


def _left_out(worth: Mapping[str, Any], people: Mapping[int, User]) -> list[Told]:
    rounds: Counter[int] = Counter()
    alone = False
    for _number, member_id, reason in worth.get("left_out", ()):
        rounds[member_id] += 1
        alone |= reason == _ALONE
    if not rounds:
        return [Told("yes", _("Everybody has a seat in every round."))]
    if alone:
        return [Told("wait", _("Only one person is here, so there is nobody to sit with."))]
    names = [people[it].full_name for it in rounds if it in people]
    sentence = _n(
        "%(num)s person has no seat in some round: %(names)s. Please greet them yourself.",
        "%(num)s people have no seat in some round: %(names)s. Please greet them yourself.",
        len(rounds),
        names=listed(names),
    )
    return [Told("wait", sentence)]


def _meetings(worth: Mapping[str, Any]) -> list[Told]:
    if worth.get("repeats"):
        sentence = _n(
            "%(num)s pair sits together a second time. Fewer rounds or smaller tables help.",
            "%(num)s pairs sit together a second time. Fewer rounds or smaller tables help.",
            worth["repeats"],
        )
        return [Told("wait", sentence)]
    return [Told("yes", _("Nobody sits with the same person twice."))]


def _share(worth: Mapping[str, Any]) -> list[Told]:
    reached = percent_of(worth)
    if reached is None:
        return []
    if reached >= CLOSE_TO_BEST:
        return [
            Told("yes", _("For what people offer and look for, hardly any plan could be better."))
        ]
    return [
        Told(
            "note",
            _(
                "For what people offer and look for, this plan reaches %(share)s%% of a figure"
                " that no plan can pass, and that often none can reach.",
                share=reached,
            ),
        )
    ]


def _wishes(worth: Mapping[str, Any], people: Mapping[int, User]) -> list[Told]:
    said = []
    pairs = {(a, b) for _number, a, b in worth.get("parted", ())}
    for a, b in sorted(pairs):
        if a in people and b in people:
            sentence = _(
                "%(one)s and %(other)s could not sit together in every round.",
                one=people[a].full_name,
                other=people[b].full_name,
            )
            said.append(Told("wait", sentence))
    if worth.get("hostless"):
        sentence = _n(
            "%(num)s table has no host.", "%(num)s tables have no host.", worth["hostless"]
        )
        said.append(Told("note", sentence))
    if worth.get("same_trade"):
        sentence = _n(
            "%(num)s pair of one industry sits at one table.",
            "%(num)s pairs of one industry sit at one table.",
            worth["same_trade"],
        )
        said.append(Told("note", sentence))
    if worth.get("by_hand"):
        said.append(Told("note", _("Some seats were changed by hand; those tables are locked.")))
    return said


def _stopped(worth: Mapping[str, Any]) -> list[Told]:
    match worth.get("stopped"):
        case Stopped.EVERYONE_MET:
            text = _("Fewer rounds than you asked for: after these, everybody has met.")
        case Stopped.NOTHING_NEW:
            text = _("Fewer rounds than you asked for: another one would bring no new meeting.")
        case Stopped.NOBODY_TO_SEAT:
            text = _("Nobody here may sit with anybody else, so there is nothing to plan.")
        case _:
            return []
    return [Told("note", text)]


def why_hard(ground: Ground, tags: Mapping[int, Tag]) -> str:
    """Why somebody is hard to match, in the reader's language."""
    locale = str(get_locale())
    names = listed([tags[it].label_in(locale) for it in ground.tags if it in tags])
    match ground.why:
        case Why.SAYS_NOTHING:
            return str(_("Has said nothing yet that others could be matched by."))
        case Why.NOBODY_OFFERS:
            return str(_("Looks for what nobody here offers: %(tags)s", tags=names))
        case Why.NOBODY_NEEDS:
            return str(_("Offers what nobody here looks for: %(tags)s", tags=names))
        case Why.NOBODY_SHARES:
            return str(_("Nobody here shares these interests: %(tags)s", tags=names))
        case _:
            return str(_("Has little in common with the others."))
