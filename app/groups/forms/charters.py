"""What the browser may send about a group."""

import unicodedata

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.groups.models import Group
from app.groups.operations import Charter
from app.groups.rules import Kind
from app.groups.wording import KINDS, STANCES
from app.kit.slugs import is_slug
from app.profiles.traits import Stance
from app.web.choices import choices

TOO_LONG = _l("Please write at most %(max)d characters.")
RESERVED = {"new"}


def tidy(text: str | None) -> str:
    """One line without white space around it."""
    return " ".join((text or "").split())


def as_slug(text: str | None) -> str:
    """What was typed as part of an address: half-width, lower case."""
    return unicodedata.normalize("NFKC", text or "").strip().lower()


class CharterForm(FlaskForm):  # type: ignore[misc]
    """What a group says about itself, with its disclosure card."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Please give the group a name.")), Length(max=80, message=TOO_LONG)],
        filters=[tidy],
    )
    kind = RadioField(_l("Kind"), choices=choices(KINDS.items()), default=Kind.STUDY_GROUP)
    slug = StringField(_l("Address"), filters=[as_slug])
    summary = StringField(
        _l("In one sentence"), [Length(max=160, message=TOO_LONG)], filters=[tidy]
    )
    description = TextAreaField(_l("What it is about"), [Length(max=20_000, message=TOO_LONG)])
    run_by = StringField(_l("Run by"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    commercial_tie = StringField(
        _l("Ties to a business"), [Length(max=200, message=TOO_LONG)], filters=[tidy]
    )
    sponsor = StringField(_l("Sponsors"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    stance = RadioField(_l("Selling"), choices=choices(STANCES.items()), default=Stance.NONE)

    def validate_slug(self, field: StringField) -> None:
        if field.data and (not is_slug(field.data) or field.data in RESERVED):
            raise ValidationError(_l("Small letters, digits and hyphens only, please."))

    @property
    def charter(self) -> Charter:
        """The charter that was written."""
        return Charter(
            name=self.name.data or "",
            kind=Kind(self.kind.data),
            slug=self.slug.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            run_by=self.run_by.data or "",
            commercial_tie=self.commercial_tie.data or "",
            sponsor=self.sponsor.data or "",
            stance=Stance(self.stance.data),
        )


def form_of(group: Group) -> CharterForm:
    """The form, filled with what the group says now."""
    return CharterForm(obj=group)
