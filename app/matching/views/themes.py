"""What an evening is about, said by those who run it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.matching.forms.themes import ThemeForm
from app.matching.operations.theming import set_theme
from app.matching.themes import theme_of, topics_named
from app.matching.views.blueprint import bp, own_event
from app.web.times import language


@bp.route("/events/<slug>/organize/theme", methods=["GET", "POST"])
def theme(slug: str) -> ResponseReturnValue:
    """Who should meet there: the sort of evening, its topics, a language."""
    event = own_event(slug)
    form = ThemeForm.of(event, theme_of(event), language())
    if form.validate_on_submit():
        set_theme(event, form.brief, by=current_user(), at=now())
        flash(_("Saved. Suggestions and the tables not yet begun go by it from now on."))
        return redirect(url_for("matching.theme", slug=slug), 303)
    named = [tag.label_in(language()) for tag in topics_named(event)]
    return render_template("matching/theme.html", event=event, form_=form, named=named)
