"""What members may say about how they are suggested to each other."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField
from wtforms.validators import AnyOf, InputRequired, Length

from app.matching.rules.listing import FEWEST_WEEKLY, MOST_WEEKLY
from app.profiles.traits import Facet
from app.web.choices import choices


class PaceForm(FlaskForm):  # type: ignore[misc]
    """How many new people a week."""

    weekly = SelectField(
        _l("New people a week"),
        coerce=int,
        choices=choices((n, str(n)) for n in range(FEWEST_WEEKLY, MOST_WEEKLY + 1)),
    )


class WordForm(FlaskForm):  # type: ignore[misc]
    """One word for one's own profile."""

    says = HiddenField(validators=[AnyOf([facet.value for facet in Facet])])
    word = HiddenField(validators=[InputRequired(), Length(max=40)])

    @property
    def facet(self) -> Facet:
        return Facet(self.says.data or Facet.INTEREST)
