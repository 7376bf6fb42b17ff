"""What stands behind a profile's words, as the browser sends it."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.accounts.names import one_line
from app.profiles.backing import FIRST_YEAR, Ground, Telling
from app.profiles.models import Evidence, Profile
from app.profiles.traits import Backing, Facet
from app.profiles.wording import BACKINGS
from app.relay.forms import AtMost
from app.web.choices import choices
from app.web.fields import WholeNumber

LONGEST_TELLING = 120
LONGEST_LINE = 80
TELLINGS = {
    Facet.OFFER: {"words": _l("What I can do for you")},
    Facet.NEED: {"words": _l("For what?"), "standard": _l("By which standard do I choose?")},
}


class TellingForm(FlaskForm):  # type: ignore[misc]
    """A sentence or two for each offer and each need; the fields are the profile's tags."""

    @classmethod
    def about(cls, profile: Profile, **given: Any) -> "TellingForm":
        """The form of this profile, with what has been said so far."""
        marks = [mark for mark in profile.tags if mark.facet in TELLINGS]
        fields = {
            _name(mark.facet, mark.tag_id, part): StringField(
                label, [AtMost(LONGEST_TELLING)], filters=[one_line]
            )
            for mark in marks
            for part, label in TELLINGS[mark.facet].items()
        }
        said = {
            _name(mark.facet, mark.tag_id, part): getattr(mark, part)
            for mark in marks
            for part in TELLINGS[mark.facet]
        }
        form: TellingForm = type("TellingForm", (cls,), fields)(data=said, **given)
        return form

    def parts(self, facet: Facet, tag_id: int) -> list[Field]:
        """The fields about one tag."""
        return [self[_name(facet, tag_id, part)] for part in TELLINGS[facet]]

    def said(self, profile: Profile) -> dict[tuple[Facet, int], Telling]:
        """What was written, by tag."""
        return {
            (mark.facet, mark.tag_id): Telling(
                **{
                    part: self[_name(mark.facet, mark.tag_id, part)].data or ""
                    for part in TELLINGS[mark.facet]
                }
            )
            for mark in profile.tags
            if mark.facet in TELLINGS
        }


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """Something one has done or learned."""

    kind = RadioField(
        _l("What is it?"), [InputRequired()], choices=choices(BACKINGS.items()),
        default=Backing.WORK.value,
    )  # fmt: skip
    what = StringField(
        _l("As what, or which qualification"),
        [InputRequired(_l("Please write this.")), AtMost(LONGEST_LINE)],
        filters=[one_line],
    )
    place = StringField(_l("Where, or given by whom"), [AtMost(LONGEST_LINE)], filters=[one_line])
    from_year = WholeNumber(_l("From, or in which year"))
    to_year = WholeNumber(_l("Until"))
    offer = SelectField(_l("Which offer rests on it?"))

    def __init__(self, profile: Profile, locale: str, at: datetime, **given: Any) -> None:
        self.this_year = at.year
        super().__init__(**given)
        offers = [(str(tag.id), tag.label_in(locale)) for tag in profile.tagged(Facet.OFFER)]
        self.offer.choices = choices([("", _l("All of them")), *offers])

    @classmethod
    def of(cls, row: Evidence, profile: Profile, locale: str, at: datetime) -> "EvidenceForm":
        kept = {name: getattr(row, name) for name in ("what", "place", "from_year", "to_year")}
        kept |= {"kind": row.kind.value, "offer": str(row.tag_id or "")}
        form = cls(profile, locale, at, data=kept)
        if row.tag is not None and row.tag not in profile.tagged(Facet.OFFER):
            stale = (str(row.tag.id), row.tag.label_in(locale))
            form.offer.choices = choices([stale]) + list(form.offer.choices or ())
        return form

    def validate_from_year(self, field: WholeNumber) -> None:
        """A year that has begun."""
        if field.data is not None and not FIRST_YEAR <= field.data <= self.this_year:
            raise ValidationError(
                _("Please give a year between %(first)s and %(last)s.",
                  first=FIRST_YEAR, last=self.this_year)
            )  # fmt: skip

    def validate_to_year(self, field: WholeNumber) -> None:
        """A year that has begun, and not before the first one."""
        if self.kind.data == Backing.QUALIFICATION.value:
            return
        self.validate_from_year(field)
        if field.data and self.from_year.data and field.data < self.from_year.data:
            raise ValidationError(_("It cannot end before it began."))

    @property
    def ground(self) -> Ground:
        """What was written. Read it once the form has validated."""
        return Ground(
            kind=Backing(self.kind.data),
            what=self.what.data or "",
            place=self.place.data or "",
            from_year=self.from_year.data,
            to_year=self.to_year.data,
            offer=int(self.offer.data) if self.offer.data else None,
        )


def _name(facet: Facet, tag_id: int, part: str) -> str:
    return f"{facet.value}_{tag_id}_{part}"
