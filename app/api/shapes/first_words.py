"""What people write to each other first, held to the rules of the pages."""

from collections.abc import Callable
from typing import Annotated

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n
from pydantic import AfterValidator, WithJsonSchema

from app.api.shapes.base import Text, Wrong
from app.relay.rules.first_words import LONGEST, length
from app.relay.rules.links import holds_link


def _no_address(text: str) -> str:
    if holds_link(text):
        raise Wrong(_l("Please leave out links and addresses; they come afterwards."))
    return text


def _at_most(text: str) -> str:
    written = length(text)
    if written > LONGEST:
        told = _("At most %(most)s characters, please; these are %(count)s.",
                 most=LONGEST, count=written)  # fmt: skip
        raise Wrong(told)
    return text


def _at_least(least: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if length(text) < least:
            told = _n(
                "A little more, please: at least %(num)s character.",
                "A little more, please: at least %(num)s characters.",
                least,
            )
            raise Wrong(told)
        return text

    return check


def _described(least: int) -> WithJsonSchema:
    """A limit in characters as people see them is none that a schema could state."""
    said = f"{least} to {LONGEST} characters as people count them: an emoji is one. No links."
    return WithJsonSchema({"type": "string", "minLength": least, "description": said})


FewWords = Annotated[
    Text, AfterValidator(str.strip), AfterValidator(_no_address), AfterValidator(_at_most),
    _described(0),
]  # fmt: skip
SomeWords = Annotated[FewWords, AfterValidator(_at_least(10)), _described(10)]
Sentences = Annotated[FewWords, AfterValidator(_at_least(20)), _described(20)]
