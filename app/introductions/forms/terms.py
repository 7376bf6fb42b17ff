"""On which terms one takes part."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.accounts.models import User
from app.connections.forms import CheckboxesField
from app.introductions.models import Terms
from app.introductions.operations import Choice
from app.introductions.rules import Vouching
from app.introductions.wording import TOPICS, VOUCHINGS
from app.profiles.models import Profile
from app.profiles.traits import Stance
from app.web.choices import choices

MOST = 5
NUMBERS = [(str(number), str(number)) for number in range(MOST + 1)]


class TermsForm(FlaskForm):  # type: ignore[misc]
    """How often one may be asked, about what, and through whom."""

    is_connector = BooleanField(_l("I am glad to introduce people I know to each other"))
    connector_cap = SelectField(
        _l("How many requests in 30 days, at most?"), [InputRequired()],
        choices=choices(NUMBERS[1:]),
    )  # fmt: skip
    delivery = RadioField(
        _l("How should we ask you?"), [InputRequired()],
        choices=choices([("instant", _l("One by one, as they come")),
                         ("digest", _l("Once a week, all together"))]),
    )  # fmt: skip
    is_paused = BooleanField(_l("I need a rest: please ask nobody through me for now"))
    is_prompted = BooleanField(_l("Once a week, suggest two of my contacts who might like to meet"))
    hears_of_trouble = BooleanField(
        _l("If there is trouble after an introduction of mine, tell me once it is taken care of")
    )
    is_reachable = BooleanField(_l("People may ask somebody we both know to introduce them to me"))
    target_cap = SelectField(
        _l("How many requests in 30 days may reach you?"), [InputRequired()],
        choices=choices(NUMBERS),
    )  # fmt: skip
    topics = CheckboxesField(_l("What may they be about?"), choices=choices(TOPICS.items()))
    accepts_sales = BooleanField(_l("Also from people who want to sell something and say so"))
    vouching = RadioField(
        _l("Who may introduce people to you?"), [InputRequired()],
        choices=choices(VOUCHINGS.items()),
    )  # fmt: skip
    vouchers = CheckboxesField(_l("These people"))

    def __init__(
        self, profile: Profile, terms: Terms, contacts: Iterable[User], listed: set[int]
    ) -> None:
        self.contacts = {person.public_id: person for person in contacts}
        super().__init__(data=_kept(profile, terms) | {
            "vouchers": [id_ for id_, one in self.contacts.items() if one.id in listed],
        })  # fmt: skip
        self.vouchers.choices = choices(
            (id_, person.full_name) for id_, person in self.contacts.items()
        )

    @property
    def choice(self) -> Choice:
        """What was chosen. Read it once the form has validated."""
        return Choice(
            is_connector=self.is_connector.data,
            connector_cap=int(self.connector_cap.data),
            is_paused=self.is_paused.data,
            is_digest=self.delivery.data == "digest",
            is_prompted=self.is_prompted.data,
            hears_of_trouble=self.hears_of_trouble.data,
            is_reachable=self.is_reachable.data,
            target_cap=int(self.target_cap.data),
            topics=tuple(self.topics.data or ()),
            accepts_sales=self.accepts_sales.data,
            vouching=Vouching(self.vouching.data),
            vouchers=tuple(self.contacts[id_].id for id_ in self.vouchers.data or ()),
        )


def _kept(profile: Profile, terms: Terms) -> dict[str, object]:
    accepts = terms.accepts_sales
    return {
        "is_connector": profile.is_connector,
        "connector_cap": str(terms.connector_cap),
        "delivery": "digest" if terms.is_digest else "instant",
        "is_paused": terms.paused_at is not None,
        "is_prompted": terms.is_prompted,
        "hears_of_trouble": terms.hears_of_trouble,
        "is_reachable": profile.is_reachable,
        "target_cap": str(terms.target_cap),
        "topics": list(terms.topics),
        "accepts_sales": profile.stance != Stance.NONE if accepts is None else accepts,
        "vouching": terms.vouching.value,
    }
