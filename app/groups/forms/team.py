"""What the browser may send about those who run a group, and those who come no more."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from app.accounts.forms import LANGUAGES, LONGEST_ADDRESS, LONGEST_NAME, email_field, name_field
from app.accounts.models import User
from app.accounts.names import as_hiragana, one_line, one_spelling
from app.groups.operations import Invited, Names, Unwelcome
from app.groups.rules import Role, given_by, name_key
from app.groups.wording import ROLES
from app.web.choices import choices

LONGEST_NOTE = 500
SHORTEST_KEY = 2


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Give somebody who belongs another role: one that the giver may give."""

    role = RadioField(_l("Role"), [InputRequired(_l("Please choose a role."))])

    def __init__(self, giver: Role | None, **given: object) -> None:
        super().__init__(**given)
        self.role.choices = choices((role.value, ROLES[role]) for role in given_by(giver))

    @property
    def chosen(self) -> Role:
        return Role(self.role.data)


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Ask somebody by mail to join those who run the group."""

    email = email_field(_l("E-mail address"))
    role = RadioField(_l("Role"), [InputRequired(_l("Please choose a role."))], default=Role.DOOR)
    locale = RadioField(_l("Language of the letter"), choices=choices(LANGUAGES))

    def __init__(self, giver: Role | None, **given: object) -> None:
        super().__init__(**given)
        offered = (role for role in given_by(giver) if role != Role.MEMBER)
        self.role.choices = choices((role.value, ROLES[role]) for role in offered)

    @property
    def invited(self) -> Invited:
        return Invited(self.email.data or "", Role(self.role.data), self.locale.data)


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """The name of somebody who is invited and has never been here."""

    family_name = name_field(_l("Family name"), "family-name")
    given_name = name_field(
        _l("Given name"), "given-name", DataRequired(_l("Please write your name."))
    )
    reading = StringField(
        _l("Reading (furigana)"), [Length(max=2 * LONGEST_NAME)], filters=[as_hiragana]
    )

    @property
    def names(self) -> Names:
        return Names(
            self.family_name.data or "", self.given_name.data or "", self.reading.data or ""
        )


class BanForm(FlaskForm):  # type: ignore[misc]
    """Keep somebody away by address or by name, whether they are here or not."""

    email = StringField(
        _l("E-mail address"),
        [
            Optional(),
            Length(max=LONGEST_ADDRESS),
            Email(_l("This does not look like an e-mail address.")),
        ],
        filters=[one_spelling],
        render_kw={"inputmode": "email", "autocapitalize": "none", "autocomplete": "off"},
    )
    name = StringField(
        _l("Name"),
        [Length(max=2 * LONGEST_NAME, message=_l("Please write at most %(max)d characters."))],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    note = TextAreaField(
        _l("Why"),
        [Length(max=LONGEST_NOTE, message=_l("Please write at most %(max)d characters."))],
    )

    def validate_name(self, field: StringField) -> None:
        if field.data and len(name_key(field.data)) < SHORTEST_KEY:
            raise ValidationError(
                _l("Please write the whole name: this would fit too many people.")
            )

    @property
    def unwelcome(self) -> Unwelcome:
        return Unwelcome(
            email=self.email.data or "",
            name=self.name.data or "",
            note=(self.note.data or "").strip(),
        )

    def unwelcome_as(self, member: User) -> Unwelcome:
        """The ban on somebody who belongs, for the reason that was written."""
        return Unwelcome(member=member, note=(self.note.data or "").strip())
