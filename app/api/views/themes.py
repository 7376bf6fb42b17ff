"""What an evening is about, and who should meet there."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope
from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import own_event
from app.api.shapes.themes import Theme, ThemeDraft, theme_shape
from app.kit.clock import now
from app.matching.operations.theming import set_theme
from app.matching.themes import theme_of
from app.policy import Can
from app.web.times import language


@call("GET /events/<event_id>/theme", _l("Read what an evening is about"), Scope.ORGANIZE)
def show_theme(event_id: str) -> Theme:
    event = own_event(event_id, Can.PLAN_ROUNDS)
    return theme_shape(event, theme_of(event), language())


@call("PATCH /events/<event_id>/theme", _l("Say what an evening is about"), Scope.ORGANIZE)
def change_theme(event_id: str, body: ThemeDraft) -> Theme:
    event, me = own_event(event_id, Can.PLAN_ROUNDS), current_user()
    brief = body.brief(theme_of(event), me.locale, event)
    return theme_shape(event, set_theme(event, brief, by=me, at=now()), language())
