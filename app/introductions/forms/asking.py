"""The letter of request: why, why this person, what I give; what is shown now and shared later."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.accounts.models import User
from app.connections.forms import CheckboxesField, SharesForm
from app.introductions.forms.words import said, words
from app.introductions.models import Introduction
from app.introductions.operations import Ask
from app.introductions.rules import Topic
from app.introductions.tones import ASKING
from app.introductions.wording import FIELDS, TOPICS
from app.web.choices import choices

LONGEST_DRAFT = 2_000
WORDS = ("purpose", "why", "offer")


class AskForm(SharesForm):
    """Ask to meet somebody."""

    seal = HiddenField()
    topic = RadioField(
        _l("What is it about?"), [InputRequired()], choices=choices(TOPICS.items()),
        default=Topic.ADVICE.value,
    )  # fmt: skip
    purpose = words(_l("Why would you like to meet?"), 20)
    why = words(_l("Why this person?"), 10)
    offer = words(_l("What can you give in return?"), 10)
    selling = RadioField(
        _l("Do you want to sell something?"),
        [InputRequired()],
        choices=choices([("no", _l("No")), ("yes", _l("Yes, and I say so"))]),
        default="no",
    )
    shows = CheckboxesField(_l("What may be seen of you now?"))

    def __init__(
        self,
        contacts: dict[str, str],
        fields: Iterable[str],
        draft: Introduction | None = None,
        shown: Iterable[str] = (),
    ) -> None:
        super().__init__(contacts, draft.shares if draft else None)
        self.shares.label.text = _l("How may they reach you, once everybody has agreed?")
        self.offered = {"shows": list(fields), "shares": list(contacts)}
        self.shows.choices = choices((name, FIELDS[name]) for name in self.offered["shows"])
        if not self.is_submitted():
            self._begin(draft, shown)

    def _begin(self, draft: Introduction | None, shown: Iterable[str]) -> None:
        """What stands in the form when it is opened: what was kept, else the usual ticks."""
        if draft is None:
            self.shows.data = [name for name in shown if name in self.offered["shows"]]
            return
        self.topic.data, self.shows.data = draft.topic.value, list(draft.shows)
        self.selling.data = "yes" if draft.is_selling else "no"
        for name in WORDS:
            self[name].data = getattr(draft, name)

    def begin_with(self, tone: str) -> None:
        """Put first words of that tone where nothing stands yet."""
        for name, text in ASKING.get(tone, {}).items():
            if not said(self[name]):
                self[name].data = str(text)

    @property
    def spoken(self) -> list[Field]:
        """What is read first by somebody else."""
        return [self[name] for name in WORDS]

    @property
    def wish(self) -> Ask:
        """What was asked. Read it once the form has validated."""
        return Ask(
            topic=Topic(self.topic.data),
            purpose=said(self.purpose),
            why=said(self.why),
            offer=said(self.offer),
            is_selling=self.selling.data == "yes",
            shows=tuple(self.shows.data or ()),
            shares=self.granted,
        )

    @property
    def unfinished(self) -> Ask:
        """What stands in the form so far, whatever is still missing."""
        return Ask(
            topic=Topic(self.topic.data) if self.topic.data in list(Topic) else Topic.ADVICE,
            purpose=said(self.purpose)[:LONGEST_DRAFT],
            why=said(self.why)[:LONGEST_DRAFT],
            offer=said(self.offer)[:LONGEST_DRAFT],
            is_selling=self.selling.data == "yes",
            shows=tuple(name for name in self.shows.data or () if name in self.offered["shows"]),
            shares=tuple(name for name in self.granted if name in self.offered["shares"]),
        )


ANY_CONNECTOR: tuple[str, LazyString] = ("", _l("Whoever of them has time (we choose)"))


class NeedForm(AskForm):
    """Ask for somebody who can help, through one's own contacts."""

    connector = SelectField(_l("Whom shall we ask?"))

    def __init__(
        self,
        contacts: dict[str, str],
        fields: Iterable[str],
        connectors: Iterable[User],
        draft: Introduction | None = None,
        shown: Iterable[str] = (),
    ) -> None:
        self.connectors = {person.public_id: person for person in connectors}
        super().__init__(contacts, fields, draft, shown)
        named = ((id_, person.full_name) for id_, person in self.connectors.items())
        self.connector.choices = choices([ANY_CONNECTOR, *named])
        self.why.label.text = _l("What kind of person?")
        if draft and draft.connector and not self.is_submitted():
            self.connector.data = draft.connector.public_id

    @property
    def chosen(self) -> User | None:
        return self.connectors.get(self.connector.data or "")
