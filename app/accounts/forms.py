"""What the browser may send about an account."""

from typing import Any
from zoneinfo import available_timezones

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from app.accounts import passwords
from app.accounts.names import as_hiragana, is_same_house, one_line, one_spelling
from app.accounts.operations import Settings
from app.web.choices import choices

LONGEST_NAME = 40
LONGEST_ADDRESS = 254
LANGUAGES = (("ja", "日本語"), ("en", "English"))
REGIONS = {
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
}


def email_field(label: str, *, is_required: bool = True, **given: Any) -> EmailField:
    """An address, read kindly: full-width signs, capitals and stray spaces do not matter."""
    checks = [
        InputRequired(_l("Please write your e-mail address.")) if is_required else Optional(),
        Length(max=LONGEST_ADDRESS),
        Email(_l("This does not look like an e-mail address.")),
    ]
    usual = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"}
    usual |= given.pop("render_kw", {})
    return EmailField(label, checks, filters=[one_spelling], render_kw=usual, **given)


def optional_email_field(label: str, **given: Any) -> EmailField:
    """An address that may be left out."""
    return email_field(label, is_required=False, **given)


def name_field(label: str, autocomplete: str, *checks: Any) -> StringField:
    """One part of a name, on one line, as its owner writes it."""
    most = Length(max=LONGEST_NAME, message=_l("Please write at most %(max)d characters."))
    return StringField(
        label,
        [*checks, most, no_links],
        filters=[one_line],
        render_kw={"autocomplete": autocomplete},
    )


def no_links(_form: object, field: StringField) -> None:
    """A name that is an address on the web would go out in our letters."""
    if "://" in (field.data or "") or "www." in (field.data or "").lower():
        raise ValidationError(_l("A name cannot be a link."))


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Ask for a link by mail."""

    email = email_field(_l("E-mail address"))
    next = HiddenField()


class PasswordSignInForm(FlaskForm):  # type: ignore[misc]
    """Sign in with a password."""

    email = email_field(_l("E-mail address"), id="password-email")
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Please write your password.")), Length(max=passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField(id="password-next")

    def refuse(self) -> None:
        """Say no without saying which of the two is wrong."""
        self.password.errors = [_("This e-mail address and password do not match.")]


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """Set a password, or change it."""

    email = HiddenField(render_kw={"autocomplete": "username"})
    current = PasswordField(_l("Current password"), render_kw={"autocomplete": "current-password"})
    password = PasswordField(
        _l("New password"),
        [
            InputRequired(_l("Please write a new password.")),
            Length(
                passwords.SHORTEST,
                passwords.LONGEST,
                _l("Between %(min)d and %(max)d characters, please."),
            ),
        ],
        render_kw={
            "autocomplete": "new-password",
            "minlength": passwords.SHORTEST,
            "maxlength": passwords.LONGEST,
        },
    )

    def __init__(self, kept: str | None, address: str) -> None:
        super().__init__()
        self.kept = kept
        self.address = address
        if kept is None:
            del self.current

    def validate_current(self, field: PasswordField) -> None:
        if self.kept is not None and not passwords.matches(self.kept, field.data or ""):
            raise ValidationError(_l("This is not your current password."))

    def validate_password(self, field: PasswordField) -> None:
        word = field.data or ""
        if passwords.is_common(word):
            raise ValidationError(_l("Too many people use this password. Please choose another."))
        if passwords.is_own_name(word, self.address):
            raise ValidationError(_l("Your address is too easy to guess as a password."))


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """How we call somebody, and in which language and time zone we speak with them."""

    family_name = name_field(_l("Family name"), "family-name")
    given_name = name_field(
        _l("Given name"), "given-name", DataRequired(_l("Please write your name."))
    )
    reading = StringField(
        _l("Reading (furigana)"),
        [Length(max=2 * LONGEST_NAME)],
        filters=[as_hiragana],
        render_kw={"autocomplete": "off"},
    )
    display_name = name_field(_l("Display name"), "nickname")
    locale = SelectField(_l("Language"), choices=choices(LANGUAGES))
    timezone = SelectField(_l("Time zone"))

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.timezone.choices = zone_choices()

    @property
    def settings(self) -> Settings:
        """What was sent, as the operation takes it."""
        return Settings(
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            reading=self.reading.data or "",
            display_name=self.display_name.data or "",
            locale=self.locale.data,
            timezone=self.timezone.data,
        )

    def thanks(self) -> str:
        """The answer, in the language that has just been chosen."""
        with force_locale(self.locale.data):
            return str(_("Saved."))


class AddressForm(FlaskForm):  # type: ignore[misc]
    """The address of somebody who was brought in without one."""

    email = email_field(_l("E-mail address"))


class SecondAddressForm(FlaskForm):  # type: ignore[misc]
    """Another mailbox of mine, at another domain."""

    email = email_field(_l("Second e-mail address"), render_kw={"autocomplete": "off"})

    def __init__(self, first: str | None) -> None:
        super().__init__()
        self.first = first

    def validate_email(self, field: EmailField) -> None:
        """Whoever loses a mailbox often loses all they have at the same place."""
        if is_same_house(self.first, field.data):
            raise ValidationError(
                _l("Please give an address at another provider or company than your first one.")
            )


def zone_choices() -> list[Any]:
    """Every time zone named after a place, in the order of their names."""
    zones = (zone for zone in sorted(available_timezones()) if _is_place(zone))
    return choices((zone, zone.replace("_", " ")) for zone in zones)


def _is_place(zone: str) -> bool:
    return zone.partition("/")[0] in REGIONS
