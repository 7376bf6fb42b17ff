"""What the browser may send about a recap."""

from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.recaps.models import HostsWords
from app.recaps.operations import Material, Wording
from app.recaps.rules import Face
from app.recaps.wording import FACES
from app.web.choices import choices

MOST_MATERIALS = 20
LONGEST = 5_000


def _are_addresses(_form: object, field: Field) -> None:
    lines = [line for line in (field.data or "").splitlines() if line.strip()]
    if len(lines) > MOST_MATERIALS:
        raise ValidationError(_("Please keep to %(most)s lines.", most=MOST_MATERIALS))
    for number, line in enumerate(lines, 1):
        if _material(line) is None:
            raise ValidationError(
                _("Line %(number)s has no address. An address begins with https://.", number=number)
            )


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What the organizers add to the recap."""

    message = TextAreaField(_l("What you want to say"), [Length(max=LONGEST)])
    materials = TextAreaField(_l("Materials"), [_are_addresses, Length(max=LONGEST)])
    shares_with_missing = BooleanField(_l("Also for those who could not come"))
    writes_to_waiting = BooleanField(_l("Write to those who were still waiting for a seat, too"))

    @classmethod
    def of(cls, kept: HostsWords | None) -> "WordsForm":
        """Filled in with what is kept."""
        if kept is None:
            return cls()
        lines = "\n".join(f"{one['title']} {one['url']}".strip() for one in kept.materials)
        return cls(
            data={
                "message": kept.message,
                "materials": lines,
                "shares_with_missing": kept.shares_with_missing,
                "writes_to_waiting": kept.writes_to_waiting,
            }
        )

    @property
    def wording(self) -> Wording:
        found = (_material(line) for line in (self.materials.data or "").splitlines())
        return Wording(
            message=self.message.data or "",
            materials=tuple(one for one in found if one is not None),
            shares_with_missing=self.shares_with_missing.data,
            writes_to_waiting=self.writes_to_waiting.data,
        )


class FeedbackForm(FlaskForm):  # type: ignore[misc]
    """How it was."""

    face = RadioField(_l("How was it for you?"), [DataRequired()])
    words = TextAreaField(_l("Anything the organizers should know?"), [Length(max=1_000)])

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.face.choices = choices((face, FACES[face][1]) for face in Face)


def _material(line: str) -> Material | None:
    """A line as title and address; the address comes last, and may stand alone."""
    *title, url = line.split() or [""]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return Material(" ".join(title), url)
