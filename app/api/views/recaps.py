"""The morning after."""

from flask import abort
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.accounts.session import current_user
from app.api.calls import call
from app.api.finding import event_called
from app.api.shapes.meeting import suggestion_shapes
from app.api.shapes.recaps import (
    Material,
    Recap,
    answer_shape,
    figures_shape,
    met_shape,
    pair_shape,
)
from app.kit.clock import now
from app.recaps.contents import figures_of, recap_for
from app.recaps.queries import variant_for


@call("GET /recaps/<event_id>", _l("Read your recap, as it would be written now"))
def show_recap(event_id: str) -> Recap:
    event, me = event_called(event_id), current_user()
    variant = variant_for(event, me) or abort(404)
    recap = recap_for(event, me, variant, at=now())
    words = recap.words
    return Recap(
        event=event.public_id,
        variant=variant,
        came=recap.came,
        door_kept=recap.has_door,
        connected=[met_shape(one) for one in recap.connected],
        mates=[met_shape(one) for one in recap.mates],
        missed=suggestion_shapes(recap.missed, event),
        introduce=pair_shape(recap.prompt, str(get_locale())) if recap.prompt else None,
        message=words.plain if words else "",
        materials=[Material(**one) for one in words.materials] if words else [],
        asks=recap.asks,
        answer=answer_shape(recap.answer) if recap.answer else None,
        next_event=recap.next_event.public_id if recap.next_event else None,
        figures=figures_shape(figures_of(event)) if event.group.is_run_by(me) else None,
    )
