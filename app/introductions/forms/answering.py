"""Answers: passing on, no, what came of it, thanks, trouble; and suggesting two to each other."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.accounts.models import User
from app.introductions.forms.words import said, to_moderators, words
from app.introductions.operations import Complaint
from app.introductions.rules import Outcome, Refusal, Rule, Scope, Trouble
from app.introductions.tones import PASSING_ON
from app.introductions.wording import OUTCOMES, REFUSALS, RULES, SCOPES, TROUBLES
from app.web.choices import choices

NOBODY = ("", _l("Choose somebody"))


def people_choices(people: Iterable[User]) -> list[Any]:
    return choices([NOBODY, *((person.public_id, person.full_name) for person in people)])


class WordForm(FlaskForm):  # type: ignore[misc]
    """A connector's own word, and how far it goes."""

    note = words(_l("A word from you"), 20)
    scope = RadioField(
        _l("How well do you know each other?"),
        [InputRequired()],
        choices=choices(SCOPES.items()),
    )

    @property
    def known_as(self) -> Scope:
        return Scope(self.scope.data)

    def begin_with(self, tone: str) -> None:
        """Put first words of that tone where nothing stands yet."""
        if tone in PASSING_ON and not said(self.note):
            self.note.data = str(PASSING_ON[tone])


class ForwardForm(WordForm):
    """Pass a request on with a word of one's own."""

    target = SelectField(_l("Whom of your contacts could you ask?"))

    def __init__(self, contacts: Iterable[User] | None = None) -> None:
        """`contacts` are to choose among, where the asker has named nobody."""
        super().__init__()
        if contacts is None:
            del self.target
            return
        self.contacts = {person.public_id: person for person in contacts}
        self.target.choices = people_choices(self.contacts.values())
        self.target.validators = [InputRequired()]

    @property
    def picked(self) -> User | None:
        return self.contacts.get(self.target.data) if "target" in self else None


class ProposeForm(WordForm):
    """Suggest two of one's contacts to each other."""

    one = SelectField(_l("Who?"), [InputRequired()])
    other = SelectField(_l("And who?"), [InputRequired()])

    def __init__(self, contacts: Iterable[User], **given: object) -> None:
        super().__init__(**given)
        self.contacts = {person.public_id: person for person in contacts}
        self.one.choices = self.other.choices = people_choices(self.contacts.values())

    @property
    def pair(self) -> tuple[User, User]:
        return self.contacts[self.one.data], self.contacts[self.other.data]


class ComplaintForm(FlaskForm):  # type: ignore[misc]
    """Tell the moderators."""

    kind = RadioField(_l("What is it about?"), [InputRequired()], choices=choices(TROUBLES.items()))
    words = to_moderators(_l("What has happened?"))

    @property
    def complaint(self) -> Complaint:
        return Complaint(Trouble(self.kind.data), said(self.words))


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """A no, with whatever should come with it. Nothing of it is told to the asker."""

    reason = RadioField(
        _l("Why? (only for you and us)"), [Optional()], choices=choices(REFUSALS.items())
    )
    blocks = BooleanField(_l("Keep this person away from me from now on"))
    reports = RadioField(
        _l("Tell the moderators?"), [Optional()],
        choices=choices([("", _l("No")), *TROUBLES.items()]), default="",
    )  # fmt: skip
    words = to_moderators(_l("What should they know?"))

    @property
    def why(self) -> Refusal | None:
        return Refusal(self.reason.data) if self.reason.data else None

    @property
    def complaint(self) -> Complaint | None:
        if not self.reports.data:
            return None
        return Complaint(Trouble(self.reports.data), said(self.words))


class OutcomeForm(FlaskForm):  # type: ignore[misc]
    """What came of it."""

    outcome = RadioField(
        _l("What came of it?"), [InputRequired()], choices=choices(OUTCOMES.items())
    )

    @property
    def told(self) -> Outcome:
        return Outcome(self.outcome.data)


class ThanksForm(FlaskForm):  # type: ignore[misc]
    """A word of thanks."""

    words = words(_l("Your words"), 2)

    @property
    def said(self) -> str:
        return said(self.words)


class TurnAwayForm(FlaskForm):  # type: ignore[misc]
    """Which rule a request breaks. `about` tells the forms of one page apart."""

    rule = RadioField(
        _l("Which rule does it break?"), [InputRequired()], choices=choices(RULES.items())
    )

    def __init__(self, about: str = "") -> None:
        super().__init__()
        self.rule.id = f"rule-{about}" if about else self.rule.id

    @property
    def broken(self) -> Rule:
        return Rule(self.rule.data)
