"""The words everybody shares: what is new, what is the same, and what has been done about it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.accounts.access import require
from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.paging import paginate
from app.policy import Can
from app.profiles import gleaning, merging
from app.profiles.forms import NamesForm, WordForm
from app.profiles.models import Tag, TagMerge
from app.profiles.tagging import tag_spelled
from app.profiles.wording import DEEDS
from app.web.find import find

bp = Blueprint("vocabulary", __name__, url_prefix="/vocabulary")


@bp.get("/")
def index() -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    text = request.args.get("q", "")[:100]
    wanted = gleaning.tags_called(text) if "q" in request.args else gleaning.new_tags()
    page = paginate(wanted, request.args.get("page", 1, type=int))
    return render_template(
        "vocabulary/index.html",
        page=page,
        text=text,
        all_tags="q" in request.args,
        uses=gleaning.uses_of(page.items),
        alike={} if "q" in request.args else gleaning.alike(page.items),
        form=FlaskForm(),
    )


@bp.get("/changes")
def changes() -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    page = paginate(gleaning.changes(), request.args.get("page", 1, type=int))
    return render_template("vocabulary/changes.html", page=page, deeds=DEEDS)


@bp.get("/<int:tag_id>")
def show(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    return _page(_tag(tag_id))


@bp.post("/<int:tag_id>/names")
def name(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    tag, form = _tag(tag_id), NamesForm()
    if not form.validate_on_submit():
        return _page(tag, names=form)
    merging.name(tag, form.ja.data or "", form.en.data or "", by=current_user(), at=now())
    return _back_to(tag, _("Saved."))


@bp.post("/<int:tag_id>/spellings")
def spell(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    tag, form = _tag(tag_id), WordForm()
    if not form.validate_on_submit():
        return _page(tag, word=form)
    merging.spell(tag, form.word.data or "", by=current_user(), at=now())
    return _back_to(tag, _("Saved."))


@bp.post("/<int:tag_id>/spellings/removal")
def unspell(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    tag = _tag(tag_id)
    merging.unspell(tag, request.form.get("key", ""), by=current_user(), at=now())
    return _back_to(tag, _("Saved."))


@bp.post("/<int:tag_id>/merge")
def merge(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    tag, form = _tag(tag_id), WordForm()
    into = tag_spelled(form.word.data or "") if form.validate_on_submit() else None
    if into is None:
        flash(_("There is no tag written like that. Nothing has been merged."), "refused")
        return redirect(url_for("vocabulary.show", tag_id=tag.id), 303)
    merging.merge(tag, into, by=current_user(), at=now())
    return _back_to(into, _("Merged. Everybody who had the one has the other now."))


@bp.post("/<int:tag_id>/approval")
def wave_through(tag_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    merging.wave_through(_tag(tag_id), by=current_user(), at=now())
    flash(_("Saved."))
    return redirect(url_for("vocabulary.index"), 303)


@bp.post("/merges/<int:merge_id>/undoing")
def split(merge_id: int) -> ResponseReturnValue:
    require(Can.KEEP_VOCABULARY)
    done = find(gleaning.open_merges().where(TagMerge.id == merge_id))
    merging.split(done, by=current_user(), at=now())
    return _back_to(done.old, _("Two tags again. Everybody has the ones they had."))


def _tag(tag_id: int) -> Tag:
    return find(gleaning.may_look_at().where(Tag.id == tag_id))


def _back_to(tag: Tag, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("vocabulary.show", tag_id=tag.id), 303)


def _page(tag: Tag, *, names: NamesForm | None = None, word: WordForm | None = None) -> str:
    return render_template(
        "vocabulary/show.html",
        tag=tag,
        names=names or NamesForm(None, ja=tag.label_ja, en=tag.label_en),
        word=word or WordForm(None),
        uses=gleaning.uses_of([tag]).get(tag.id, 0),
        spellings=gleaning.spellings_of(tag),
        merges=gleaning.merges_into(tag),
        alike=gleaning.alike([tag])[tag.id],
        done=paginate(gleaning.changes(tag), 1).items,
        deeds=DEEDS,
    )
