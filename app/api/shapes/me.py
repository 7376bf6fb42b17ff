"""What a member says about themselves."""

from functools import cache
from typing import Annotated, Any, Literal, Self

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, model_validator

from app.accounts.forms import LONGEST_NAME, zone_choices
from app.accounts.models import User
from app.accounts.names import as_hiragana
from app.api.shapes.base import Body, Change, Line, Shape, Text, WebAddress, Wrong
from app.api.shapes.people import (
    FACETS,
    WORDS,
    Advice,
    Ground,
    ToldTag,
    advice_shapes,
    ground_shape,
    labels,
    told_shapes,
)
from app.introductions.queries import terms_of
from app.profiles.advising import LONGEST_TOPIC, MOST_A_MONTH, MOST_TOPICS, topics_of
from app.profiles.backing import FIRST_YEAR, MOST_EVIDENCE
from app.profiles.models import Profile
from app.profiles.operations import MOST_TAGS
from app.profiles.queries import worries_of
from app.profiles.rules import LONGEST_TAG, clean_tag, tag_key
from app.profiles.shown import FACETS as BY_NAME
from app.profiles.traits import AgeGroup, Backing, Facet, Purpose, Stance, Way, Worry
from app.profiles.visibility import DEFAULTS, Visibility, level, levels_of
from app.profiles.vocabulary import industries

Language = Literal["ja", "en", "zh", "ko", "fr", "de", "es", "pt", "vi"]
Locale = Literal["ja", "en"]
Minutes = Literal[5, 15, 30, 60]


def _no_link(name: str) -> str:
    if "://" in name or "www." in name.lower():
        raise Wrong(_l("A name cannot be a link."))
    return name


def _tag(word: str) -> str:
    tidy = clean_tag(word)
    if not tag_key(tidy):
        raise Wrong(_l("A tag needs at least one letter or digit."))
    return tidy


def _industry(code: str) -> str:
    if code and code not in {industry.code for industry in industries()}:
        raise Wrong(_l("There is no industry of that code."))
    return code


@cache
def _zones() -> set[str]:
    return {choice.value for choice in zone_choices()}


def _zone(name: str) -> str:
    if name not in _zones():
        raise Wrong(_l("There is no time zone of that name."))
    return name


def _each_once(fields: dict[str, Visibility]) -> dict[str, Visibility]:
    if not fields.keys() <= DEFAULTS.keys():
        raise Wrong(_l("There is no such field here."))
    if any(chosen not in levels_of(name) for name, chosen in fields.items()):
        raise Wrong(_l("This field cannot be shown like that."))
    return fields


NamePart = Annotated[Line, Field(max_length=LONGEST_NAME), AfterValidator(_no_link)]
Tag = Annotated[str, Field(max_length=LONGEST_TAG), AfterValidator(_tag)]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
Levels = Annotated[dict[str, Visibility], AfterValidator(_each_once)]


class Connector(Shape):
    """Whether one is glad to introduce people, and how often in a month one may be asked."""

    on: bool
    cap: int
    paused: bool


class Me(Shape):
    """The member behind the key."""

    id: str
    email: str | None
    family_name: str
    given_name: str
    reading: str
    display_name: str
    headline: str
    company: str
    industry: str
    occupation: str
    hometown: str
    school: str
    age_group: AgeGroup | Literal[""]
    languages: list[str]
    purposes: list[Purpose]
    interests: list[str]
    offers: list[str]
    needs: list[str]
    hobbies: list[str]
    learning: list[str]
    offers_told: list[ToldTag]
    needs_told: list[ToldTag]
    evidence: list[Ground]
    statement: str
    not_for: str
    advice: list[Advice]
    # How often in thirty days one may be asked for advice.
    advice_cap: int
    worries: list[Worry]
    stance: Stance
    phone: str
    line_id: str
    website: str
    visibility: dict[str, Visibility]
    matched: bool
    reachable: bool
    tells_ties: bool
    connector: Connector
    locale: Locale
    timezone: str


class ConnectorDraft(Body):
    """Whether one is glad to introduce people, how often, and whether one rests for now."""

    on: bool
    cap: Annotated[int, Field(ge=1, le=5)] | None = None
    paused: bool | None = None


class ToldTagDraft(Body):
    """What is to be said of one tag; of offers there is no standard."""

    tag: Tag
    words: Annotated[Line, Field(max_length=120)] = ""
    standard: Annotated[Line, Field(max_length=120)] = ""


class GroundDraft(Body):
    """Something one has done or learned; `offer` is one of the offers, empty for all of them."""

    kind: Backing
    what: Annotated[Line, Field(min_length=1, max_length=80)]
    place: Annotated[Line, Field(max_length=80)] = ""
    from_year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)] | None = None
    to_year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)] | None = None
    offer: Annotated[str, Field(max_length=LONGEST_TAG)] = ""

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """A last year is never before the first."""
        if self.from_year and self.to_year and self.to_year < self.from_year:
            raise Wrong(_l("It cannot end before it began."))
        return self


def _each_way_once(ways: list[Way]) -> list[Way]:
    return list(dict.fromkeys(ways))


class AdviceDraft(Body):
    """Something one is glad to be asked about: in which ways, for how many minutes."""

    topic: Annotated[Line, Field(min_length=1, max_length=LONGEST_TOPIC)]
    ways: Annotated[
        list[Way], Field(min_length=1, max_length=len(Way)), AfterValidator(_each_way_once)
    ] = [Way.TEXT]
    minutes: Minutes = 15


class MeDraft(Change):
    """What is to change; what is left out stays."""

    family_name: NamePart = ""
    given_name: Annotated[NamePart, Field(min_length=1)] = ""
    reading: Annotated[str, Field(max_length=2 * LONGEST_NAME), AfterValidator(as_hiragana)] = ""
    display_name: NamePart = ""
    headline: Annotated[Line, Field(max_length=80)] = ""
    company: Annotated[Line, Field(max_length=60)] = ""
    industry: Annotated[str, AfterValidator(_industry)] = ""
    occupation: Annotated[Line, Field(max_length=60)] = ""
    hometown: Annotated[Line, Field(max_length=40)] = ""
    school: Annotated[Line, Field(max_length=60)] = ""
    age_group: AgeGroup | Literal[""] = ""
    languages: Annotated[list[Language], Field(max_length=9)] = []
    purposes: Annotated[list[Purpose], Field(max_length=7)] = []
    interests: Tags = []
    offers: Tags = []
    needs: Tags = []
    hobbies: Tags = []
    learning: Tags = []
    offers_told: Annotated[list[ToldTagDraft], Field(max_length=MOST_TAGS)] = []
    needs_told: Annotated[list[ToldTagDraft], Field(max_length=MOST_TAGS)] = []
    evidence: Annotated[list[GroundDraft], Field(max_length=MOST_EVIDENCE)] = []
    statement: Annotated[Text, Field(max_length=600), AfterValidator(str.strip)] = ""
    not_for: Annotated[Line, Field(max_length=120)] = ""
    advice: Annotated[list[AdviceDraft], Field(max_length=MOST_TOPICS)] = []
    advice_cap: Annotated[int, Field(ge=0, le=MOST_A_MONTH)] = 2
    worries: Annotated[list[Worry], Field(max_length=len(Worry))] = []
    stance: Stance = Stance.NONE
    phone: Annotated[Line, Field(max_length=30)] = ""
    line_id: Annotated[Line, Field(max_length=40)] = ""
    website: Annotated[WebAddress, Field(max_length=200)] = ""
    visibility: Levels = {}
    matched: bool = True
    reachable: bool = False
    tells_ties: bool = False
    connector: ConnectorDraft = ConnectorDraft(on=False)
    locale: Locale = "ja"
    timezone: Zone = "Asia/Tokyo"


def me_shape(member: User, profile: Profile) -> Me:
    terms = terms_of(member)
    told: dict[str, Any] = {name: getattr(profile, name) for name in WORDS}
    told |= {name: labels(profile.tagged(BY_NAME[name])) for name in FACETS}
    return Me(
        id=member.public_id,
        email=member.email,
        family_name=member.family_name,
        given_name=member.given_name,
        reading=member.reading,
        display_name=member.display_name,
        languages=profile.languages,
        purposes=[Purpose(code) for code in profile.purposes],
        offers_told=told_shapes(profile.told(Facet.OFFER)),
        needs_told=told_shapes(profile.told(Facet.NEED)),
        evidence=[ground_shape(row) for row in profile.evidence],
        statement=profile.statement,
        not_for=profile.not_for,
        advice=advice_shapes(topics_of(member.id)),
        advice_cap=profile.advice_cap,
        worries=worries_of(member.id),
        stance=profile.stance,
        phone=profile.phone,
        line_id=profile.line_id,
        website=profile.website,
        visibility={name: level(profile.visibility, name) for name in DEFAULTS},
        matched=profile.is_matched,
        reachable=profile.is_reachable,
        tells_ties=profile.tells_ties,
        connector=Connector(
            on=profile.is_connector,
            cap=terms.connector_cap,
            paused=terms.paused_at is not None,
        ),
        locale="en" if member.locale == "en" else "ja",
        timezone=member.timezone,
        **told,
    )
