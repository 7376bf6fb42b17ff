"""A whole profile, and single words."""

import re
from dataclasses import fields, replace
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.names import one_line
from app.profiles.models import Profile
from app.profiles.operations import MOST_TAGS, Draft
from app.profiles.queries import worries_of
from app.profiles.rules import LONGEST_TAG, clean_tag, tag_key
from app.profiles.shown import FACETS
from app.profiles.traits import Facet, Stance
from app.profiles.visibility import DEFAULTS, Visibility, level, levels_of
from app.profiles.vocabulary import industries
from app.profiles.wording import AGE_GROUPS, LANGUAGES, PURPOSES, STANCES, WORRIES
from app.relay.forms import AtMost
from app.web.choices import choices

LEVELS: dict[str, LazyString] = {
    Visibility.PRIVATE: _l("Only me"),
    Visibility.MATCHING: _l("Nobody, but it counts for suggestions"),
    Visibility.MATCHES: _l("People at my events, and connections"),
    Visibility.MEMBERS: _l("Every member"),
    Visibility.PUBLIC: _l("Everybody"),
}
TOO_LONG = _l("Please write at most %(max)d characters.")
LONGEST_STATEMENT = 600
BETWEEN_WORDS = re.compile(r"[,、，､;；\n\r\t]+")


class VisibilityForm(Form):
    """Who may see each field."""


for _field in DEFAULTS:
    setattr(
        VisibilityForm,
        _field,
        SelectField(
            _l("Who sees this"),
            choices=choices((each, LEVELS[each]) for each in levels_of(_field)),
        ),
    )


def line(label: LazyString, most: int, **given: str) -> StringField:
    """One line of text, as its owner writes it."""
    return StringField(
        label, [Length(max=most, message=TOO_LONG)], filters=[one_line], render_kw=given
    )


def several(label: LazyString, words: dict[str, LazyString]) -> SelectMultipleField:
    """Any number of fixed choices."""
    return SelectMultipleField(
        label,
        choices=choices(words.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def tags(label: LazyString) -> StringField:
    """Words with commas between them."""
    return StringField(label, [_few_and_short])


def words_in(text: str | None) -> list[str]:
    """The words of a line, tidied, each once however it is spelled."""
    tidy = (clean_tag(word) for word in BETWEEN_WORDS.split(text or ""))
    return list({tag_key(word): word for word in tidy if tag_key(word)}.values())


def _few_and_short(_form: object, field: StringField) -> None:
    words = words_in(field.data)
    if len(words) > MOST_TAGS:
        raise ValidationError(
            _("At most %(max)d words, please; these are %(count)d. Please choose.",
              max=MOST_TAGS, count=len(words))
        )  # fmt: skip
    for word in BETWEEN_WORDS.split(field.data or ""):
        _is_short(word)


def _is_a_tag(_form: object, field: StringField) -> None:
    if not tag_key(clean_tag(field.data or "")):
        raise ValidationError(_("A tag needs at least one letter or digit."))
    _is_short(field.data or "")


def _is_short(word: str) -> None:
    if len(clean_tag(word)) < len(one_line(word).lstrip("#＃ ")):
        raise ValidationError(
            _("“%(word)s…” is too long; at most %(max)d characters a word.",
              word=clean_tag(word)[:12], max=LONGEST_TAG)
        )  # fmt: skip


def _trimmed(text: str | None) -> str:
    """Line breaks as we keep them: a form that comes back untouched says nothing new."""
    return "\n".join((text or "").strip().splitlines())


class TagsForm(FlaskForm):  # type: ignore[misc]
    """What somebody can give, looks for and cares about."""

    offers = tags(_l("What I can offer"))
    needs = tags(_l("What I am looking for"))
    interests = tags(_l("What interests me"))
    hobbies = tags(_l("Hobbies"))
    learning = tags(_l("What I am learning now"))

    def words(self) -> dict[Facet, list[str]]:
        """The tags that were sent, by facet; facets the page did not show are left out."""
        return {facet: words_in(self[name].data) for name, facet in FACETS.items() if name in self}


class WordForm(FlaskForm):  # type: ignore[misc]
    """One word, as somebody might write it."""

    word = StringField(_l("Word"), [InputRequired(_l("Please write a word.")), _is_a_tag])


class NamesForm(FlaskForm):  # type: ignore[misc]
    """What a tag is called in each language."""

    ja = StringField(_l("In Japanese"), [InputRequired(_l("Please write a word.")), _is_a_tag])
    en = StringField(_l("In English"), [InputRequired(_l("Please write a word.")), _is_a_tag])


class ProfileForm(TagsForm):
    """Everything on a profile."""

    headline = line(_l("In one sentence"), 80)
    statement = TextAreaField(
        _l("What I stand for"), [AtMost(LONGEST_STATEMENT)], filters=[_trimmed]
    )
    not_for = line(_l("Please do not contact me if…"), 120)
    company = line(_l("Company or organization"), 60, autocomplete="organization")
    occupation = line(_l("What I do"), 60, autocomplete="organization-title")
    industry = SelectField(_l("Industry"))
    hometown = line(_l("Home town"), 40)
    school = line(_l("School"), 60)
    age_group = SelectField(
        _l("Age group"), choices=choices([("", _l("Not said")), *AGE_GROUPS.items()])
    )
    languages = several(_l("Languages I speak"), LANGUAGES)
    purposes = several(_l("Why I come"), PURPOSES)
    worries = several(_l("What I struggle with"), WORRIES)
    stance = RadioField(_l("Selling"), choices=choices(STANCES.items()))
    phone = TelField(
        _l("Phone"), [Length(max=30, message=TOO_LONG)], filters=[one_line],
        render_kw={"autocomplete": "tel"},
    )  # fmt: skip
    line_id = line(_l("LINE ID"), 40)
    website = URLField(
        _l("Website"), [Length(max=200, message=TOO_LONG)], filters=[one_line],
        render_kw={"autocomplete": "url", "inputmode": "url"},
    )  # fmt: skip
    visibility = FormField(VisibilityForm)
    is_matched = BooleanField(_l("Suggest people to me, and me to them"))
    is_reachable = BooleanField(_l("People may ask somebody we both know to introduce them to me"))
    is_connector = BooleanField(_l("I am glad to introduce people I know to each other"))
    tells_ties = BooleanField(_l("It may count that somebody and I know the same person"))

    def __init__(self, profile: Profile, locale: str) -> None:
        levels = {field: level(profile.visibility, field).value for field in DEFAULTS}
        self.profile = profile
        # Not `obj=profile`: its own, sparse visibility would win over the levels that hold.
        kept = {each.name: getattr(profile, each.name) for each in fields(Draft)}
        kept |= {"visibility": levels, "worries": worries_of(profile.member_id)}
        super().__init__(data={**kept, **tags_of(profile, locale)})
        known = ((industry.code, industry.label(locale)) for industry in industries())
        self.industry.choices = choices([("", _("Not said")), *known])

    def validate_website(self, field: URLField) -> None:
        """Only addresses of the web: a link that runs something is none."""
        if field.data and "://" not in field.data and ":" not in field.data.partition("/")[0]:
            field.data = f"https://{field.data}"
        parts = urlsplit(field.data or "https://x")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValidationError(_("Please give a web address that begins with https://."))

    def only(self, names: tuple[str, ...]) -> "ProfileForm":
        """This form with a few of its fields; the others stay on the profile as they are."""
        for name in [each.name for each in self]:
            if name not in (*names, "csrf_token"):
                del self[name]
        return self

    @property
    def draft(self) -> Draft:
        """The profile with what was sent, as the operation takes it."""
        now = Draft.of(self.profile)
        sent = {each.name: self[each.name].data for each in fields(Draft) if each.name in self}
        levels = {**now.visibility, **sent.get("visibility", {})}
        stance = Stance(sent.get("stance", now.stance))
        return replace(now, **(sent | {"visibility": levels, "stance": stance}))


def tags_of(profile: Profile, locale: str) -> dict[str, str]:
    """The tags of a profile as the lines of a form."""
    comma = "、" if locale == "ja" else ", "
    return {
        name: comma.join(tag.label_in(locale) for tag in profile.tagged(facet))
        for name, facet in FACETS.items()
    }
