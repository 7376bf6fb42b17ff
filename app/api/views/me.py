"""The member behind the key."""

from dataclasses import fields, replace
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.operations import Settings, change_settings
from app.accounts.session import current_user
from app.api.calls import call
from app.api.holding import everything_held
from app.api.shapes.held import Held
from app.api.shapes.me import GroundDraft, Me, MeDraft, me_shape
from app.api.shapes.people import FACETS
from app.introductions.operations import offer_to_connect
from app.kit.clock import now
from app.profiles import advising, backing
from app.profiles.advising import Topic
from app.profiles.backing import Ground, Telling
from app.profiles.models import Profile
from app.profiles.operations import Draft, save, set_tags, set_worries
from app.profiles.queries import profile_of
from app.profiles.shown import FACETS as BY_NAME
from app.profiles.traits import Facet

# What the API calls otherwise than the profile does.
SWITCHES = {"matched": "is_matched", "reachable": "is_reachable"}


@call("GET /me", _l("Read what you say about yourself"))
def show_me() -> Me:
    me = current_user()
    return me_shape(me, profile_of(me))


@call("PATCH /me", _l("Change what you say about yourself"), Scope.PROFILE)
def change_me(body: MeDraft) -> Me:
    me = current_user()
    change_settings(me, _settings(body.sent))
    profile = save(profile_of(me), _draft(profile_of(me), body.sent), at=now())
    if "connector" in body.sent:
        asked = body.connector
        offer_to_connect(me, cap=asked.cap, is_paused=asked.paused, at=now())
    for name in FACETS:
        if name in body.sent:
            set_tags(profile, BY_NAME[name], body.sent[name], locale=str(get_locale()))
    _back_up(profile, body)
    _give_advice(profile, body)
    if "worries" in body.sent:
        set_worries(me.id, body.worries)
    return me_shape(me, profile)


@call("GET /me/export", _l("Read everything held about you"), Scope.PROFILE)
def export_me() -> Held:
    return everything_held(current_user(), now())


def _back_up(profile: Profile, body: MeDraft) -> None:
    """What is said of tags, and what offers rest on, once the tags themselves are right."""
    for facet, told in ((Facet.OFFER, body.sent.get("offers_told")),
                        (Facet.NEED, body.sent.get("needs_told"))):  # fmt: skip
        if told is not None:
            said = {each.tag: Telling(each.words, each.standard) for each in told}
            backing.tell_all(profile, facet, said)
    if "evidence" in body.sent:
        grounds = [(each.offer, _ground(each)) for each in body.evidence]
        backing.set_evidence(profile, grounds)


def _give_advice(profile: Profile, body: MeDraft) -> None:
    """What one is glad to be asked about, and how often."""
    if "advice" in body.sent:
        topics = [Topic(each.topic, tuple(each.ways), each.minutes) for each in body.advice]
        advising.set_topics(profile, topics)
    if "advice_cap" in body.sent:
        advising.set_monthly(profile, body.advice_cap)


def _ground(draft: GroundDraft) -> Ground:
    return Ground(draft.kind, draft.what, draft.place, draft.from_year, draft.to_year)


def _settings(sent: dict[str, Any]) -> Settings:
    me = current_user()
    return Settings(**{each.name: sent.get(each.name, getattr(me, each.name))
                       for each in fields(Settings)})  # fmt: skip


def _draft(profile: Profile, sent: dict[str, Any]) -> Draft:
    """The profile with what was sent, as the operation takes it."""
    now_ = Draft.of(profile)
    values = {SWITCHES.get(name, name): value for name, value in sent.items()}
    if "connector" in values:
        values["is_connector"] = values["connector"].on
    if "visibility" in values:
        values["visibility"] = {**now_.visibility, **values["visibility"]}
    known = {each.name for each in fields(Draft)}
    return replace(now_, **{name: value for name, value in values.items() if name in known})
