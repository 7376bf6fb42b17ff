"""Writing one's profile: all of it, or in three first steps; and seeing it as others do."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.profiles import operations
from app.profiles.advising import topics_for
from app.profiles.backing import asks_for_evidence
from app.profiles.forms import ProfileForm
from app.profiles.models import Profile
from app.profiles.queries import popular_tags, profile_of
from app.profiles.shown import FACETS, lacking, shown
from app.profiles.studying import notes_for
from app.profiles.suggesting import meaning_of, tags_like
from app.profiles.traits import Facet
from app.profiles.visibility import Closeness
from app.web.paths import own_path
from app.web.times import language

bp = Blueprint("profiles", __name__)

STEPS = {
    1: ("headline", "occupation", "company", "industry"),
    2: ("offers", "needs", "interests"),
    3: ("visibility", "is_matched", "is_reachable"),
}
AS_SEEN_BY = (Closeness.STRANGER, Closeness.MEMBER, Closeness.MATCH)


@bp.route("/profile", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    profile = profile_of(current_user())
    form = ProfileForm(profile, language())
    if not form.validate_on_submit():
        asks = asks_for_evidence(profile)
        return _page("profiles/edit.html", form, profile, asks_for_evidence=asks)
    _take(profile, form)
    flash(_("Your profile is saved."))
    return redirect(url_for("profiles.edit"), 303)


@bp.get("/profile/preview")
def preview() -> ResponseReturnValue:
    chosen = request.args.get("to", "")
    closeness = Closeness(chosen) if chosen in AS_SEEN_BY else Closeness.MEMBER
    profile = profile_of(current_user())
    return render_template(
        "profiles/preview.html",
        card=shown(profile, closeness),
        notes=notes_for(profile, closeness),
        topics=topics_for(profile, closeness),
        closeness=closeness,
    )


@bp.route("/welcome/<int(min=1, max=3):step>", methods=["GET", "POST"])
def welcome(step: int) -> ResponseReturnValue:
    profile, then = profile_of(current_user()), own_path(request.args.get("next"), "/me")
    form = ProfileForm(profile, language()).only(STEPS[step])
    onward = url_for("profiles.welcome", step=step + 1, next=then) if step + 1 in STEPS else then
    if not form.validate_on_submit():
        return _page("profiles/welcome.html", form, profile, step=step, onward=onward, asks=False)
    _take(profile, form)
    if "offers" in form and "without" not in request.form and not form.words()[Facet.OFFER]:
        # Asked once, with everything else kept already.
        return _page("profiles/welcome.html", form, profile, step=step, onward=onward, asks=True)
    return redirect(onward, 303)


@bp.get("/tags")
def tags() -> ResponseReturnValue:
    """Suggestions for the word being typed, in the reader's language."""
    typed = request.args.get("q", "")[:100]
    offered = tags_like(typed, language())
    return {
        "items": [{"word": each.word, "alike": each.is_only_alike} for each in offered],
        "means": meaning_of(typed, language()),
    }


def _take(profile: Profile, form: ProfileForm) -> None:
    kept = operations.save(profile, form.draft, at=now())
    for facet, words in form.words().items():
        operations.set_tags(kept, facet, words, locale=language())
    if "worries" in form:
        operations.set_worries(kept.member_id, form.worries.data or ())


def _page(name: str, form: ProfileForm, profile: Profile, **more: object) -> str:
    offered = {field: popular_tags(facet, language()) for field, facet in FACETS.items()}
    return render_template(
        name, form=form, profile=profile, lacking=lacking(profile), offered=offered, **more
    )
