"""The evening as it goes, for organizers: it looks again by itself."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.insights.queries.live import live as evening_of
from app.insights.rules.arrivals import bars, stretches
from app.insights.views.desk import bp, own_event
from app.kit.clock import now


@bp.get("/events/<slug>/organize/live")
def live(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    evening = evening_of(event)
    course = stretches(evening.arrivals)
    is_part = request.headers.get("X-Requested-With") == "fragment"
    return render_template(
        "insights/_live.html" if is_part else "insights/live.html",
        event=event,
        at=now(),
        evening=evening,
        course=course,
        bars=bars(course) if course else [],
    )
