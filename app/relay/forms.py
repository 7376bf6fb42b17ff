"""What first words may hold, said next to the field; nothing that was typed is cut off."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n
from wtforms import Field, TextAreaField, ValidationError

from app.relay.rules.first_words import LONGEST, length
from app.relay.rules.links import holds_link


def no_links(_form: object, field: Field) -> None:
    """Refuse addresses: first words between strangers carry none."""
    if holds_link(field.data or ""):
        raise ValidationError(_l("Please leave out links and addresses; they come afterwards."))


class AtMost:
    """At most so many characters, counted as people see them.

    The browser is told of no limit: it would cut off what is pasted, and say nothing.
    """

    def __init__(self, most: int = LONGEST) -> None:
        self.most = most

    def __call__(self, _form: object, field: Field) -> None:
        written = length((field.data or "").strip())
        if written > self.most:
            told = _("At most %(most)s characters, please; these are %(count)s.",
                     most=self.most, count=written)  # fmt: skip
            raise ValidationError(told)


class AtLeast:
    """A few characters: one word alone helps nobody."""

    def __init__(self, least: int) -> None:
        self.least = least

    def __call__(self, _form: object, field: Field) -> None:
        if length((field.data or "").strip()) < self.least:
            told = _n(
                "A little more, please: at least %(num)s character.",
                "A little more, please: at least %(num)s characters.",
                self.least,
            )
            raise ValidationError(told)


def first_words(label: LazyString) -> TextAreaField:
    """A few words to somebody one does not know yet, if one likes."""
    return TextAreaField(label, [AtMost(), no_links])
