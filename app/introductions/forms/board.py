"""What stands on the board of a group."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from app.accounts.names import one_line
from app.connections.forms import SharesForm
from app.introductions.forms.words import few_words, said, words
from app.introductions.operations.board import Draft
from app.introductions.rules import Place, Side, Topic
from app.introductions.wording import PLACES, SIDES, TOPICS
from app.relay.forms import no_links
from app.web.choices import choices

POSTED = (Topic.ADVICE, Topic.WORK, Topic.HIRING, Topic.LEARNING, Topic.PARTNERS)


class PostingForm(FlaskForm):  # type: ignore[misc]
    """Something one offers, or looks for."""

    side = RadioField(_l("Which way?"), [InputRequired()], choices=choices(SIDES.items()))
    topic = RadioField(
        _l("What is it about?"), [InputRequired()],
        choices=choices((topic.value, TOPICS[topic]) for topic in POSTED),
    )  # fmt: skip
    place = RadioField(
        _l("Where?"), [InputRequired()], choices=choices(PLACES.items()), default=Place.EITHER.value
    )
    title = StringField(
        _l("In one line"), [InputRequired(), Length(4, 80), no_links], filters=[one_line]
    )
    words = words(_l("What exactly, and for what?"), 20, 1_000)
    standard = few_words(_l("Whom it suits, and whom not"))
    selling = RadioField(
        _l("Do you want to sell something?"),
        [InputRequired()],
        choices=choices([("no", _l("No")), ("yes", _l("Yes, and I say so"))]),
        default="no",
    )

    @property
    def draft(self) -> Draft:
        """What was written. Read it once the form has validated."""
        return Draft(
            side=Side(self.side.data),
            topic=Topic(self.topic.data),
            place=Place(self.place.data),
            title=self.title.data or "",
            words=said(self.words),
            standard=said(self.standard),
            is_selling=self.selling.data == "yes",
        )


class ResponseForm(SharesForm):
    """An answer to a posting; its author alone reads it."""

    words = words(_l("Your answer"), 10)

    @property
    def said(self) -> str:
        return said(self.words)
