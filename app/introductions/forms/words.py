"""What people write to each other here: how long, and what it may not hold."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from app.introductions.rules import holds_link
from app.introductions.tones import BLANK

LONGEST = 400


def no_links(_form: object, field: Field) -> None:
    """Refuse addresses: first words between strangers carry none."""
    if holds_link(field.data or ""):
        raise ValidationError(_l("Please leave out links and addresses; they come afterwards."))


def no_blanks(_form: object, field: Field) -> None:
    """Refuse a template whose gaps are still empty."""
    if BLANK in (field.data or ""):
        raise ValidationError(_l("Please put your own words where ＿＿ stands."))


def words(label: LazyString, least: int, most: int = LONGEST) -> TextAreaField:
    """A few sentences, which must be there."""
    return TextAreaField(label, [InputRequired(), Length(least, most), no_blanks, no_links])


def few_words(label: LazyString, most: int = LONGEST) -> TextAreaField:
    """A few sentences, if one likes."""
    return TextAreaField(label, [Length(max=most), no_blanks, no_links])


def said(field: Field) -> str:
    """What stands in the field, tidied."""
    return (field.data or "").strip()
