"""What members may say about how they are suggested to each other."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from app.accounts.names import one_line
from app.matching.queries.aims import Aims, aims_for
from app.matching.rules.listing import FEWEST_WEEKLY, MOST_WEEKLY
from app.profiles.traits import Facet
from app.profiles.vocabulary import industries
from app.profiles.wording import industry_name
from app.web.choices import choices


class PaceForm(FlaskForm):  # type: ignore[misc]
    """How many new people a week."""

    weekly = SelectField(
        _l("New people a week"),
        coerce=int,
        choices=choices((n, str(n)) for n in range(FEWEST_WEEKLY, MOST_WEEKLY + 1)),
    )


class KindForm(Form):
    """People of one trade, or who do one thing, among those one may be suggested to."""

    industry = SelectField(_l("Industry"), default="")
    work = StringField(_l("What they do"), [Length(max=60)], filters=[one_line])

    def __init__(self, sent: MultiDict[str, str]) -> None:
        super().__init__(sent)
        known = ((one.code, industry_name(one.code)) for one in industries())
        self.industry.choices = choices([("", _l("Any")), *known])

    @property
    def aims(self) -> Aims | None:
        """Whom to look for; nobody in particular where nothing, or nonsense, was sent."""
        if not self.validate():
            return None
        return aims_for(self.industry.data or "", self.work.data or "") or None


class WordForm(FlaskForm):  # type: ignore[misc]
    """One word for one's own profile."""

    says = HiddenField(validators=[AnyOf([facet.value for facet in Facet])])
    word = HiddenField(validators=[InputRequired(), Length(max=40)])

    @property
    def facet(self) -> Facet:
        return Facet(self.says.data or Facet.INTEREST)
