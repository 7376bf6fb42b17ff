"""What one learns, day by day."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import current_user
from app.kit.clock import now
from app.kit.errors import Refused
from app.kit.paging import paginate
from app.profiles import studying
from app.profiles.forms import NoteForm
from app.profiles.models import StudyNote
from app.profiles.queries import profile_of
from app.profiles.visibility import Closeness
from app.web.errors import refused
from app.web.find import find

bp = Blueprint("studies", __name__, url_prefix="/profile/studies")
PER_PAGE = 30


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(_form())


@bp.post("")
def write() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form)
    try:
        on = form.on.data or form.today
        studying.note(profile_of(current_user()), form.words.data or "", on)
    except Refused as no:
        return refused(no, lambda: _page(form))
    flash(_("Written down."))
    return _back()


@bp.post("/<int:note_id>/removal")
def remove(note_id: int) -> ResponseReturnValue:
    mine = studying.notes_of(current_user().id)
    studying.drop_note(find(mine.where(StudyNote.id == note_id)))
    flash(_("It is gone."))
    return _back()


def _form() -> NoteForm:
    return NoteForm(current_user().timezone, now())


def _page(form: NoteForm) -> str:
    me = current_user()
    profile = profile_of(me)
    return render_template(
        "studies/index.html",
        form_=form,
        profile=profile,
        page=paginate(studying.notes_of(me.id), request.args.get("page", 1, int), PER_PAGE),
        is_read=profile.shows("study_log", Closeness.MATCH),
        shown=studying.MOST_SHOWN,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("studies.index"), 303)
