"""What people write to each other here: how long, and what it may not hold."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from app.introductions.tones import BLANK
from app.relay.forms import AtLeast, AtMost, no_links
from app.relay.rules.first_words import LONGEST


def no_blanks(_form: object, field: Field) -> None:
    """Refuse a template whose gaps are still empty."""
    if BLANK in (field.data or ""):
        raise ValidationError(_l("Please put your own words where ＿＿ stands."))


def words(label: LazyString, least: int, most: int = LONGEST) -> TextAreaField:
    """A few sentences, which must be there."""
    return TextAreaField(
        label, [InputRequired(), AtLeast(least), AtMost(most), no_blanks, no_links]
    )


def few_words(label: LazyString, most: int = LONGEST) -> TextAreaField:
    """A few sentences, if one likes."""
    return TextAreaField(label, [AtMost(most), no_blanks, no_links])


def to_moderators(label: LazyString) -> TextAreaField:
    """What moderators should know. Links may be just what it is about."""
    return TextAreaField(label, [AtMost(2_000)])


def said(field: Field) -> str:
    """What stands in the field, tidied."""
    return (field.data or "").strip()
