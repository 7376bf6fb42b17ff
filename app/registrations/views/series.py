"""Evenings that come again: the rule in plain words, the days ahead, the end."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.session import current_user
from app.events import operations as events
from app.events.forms import DayForm, GoingOnForm, SeriesForm
from app.events.models import Event, Series
from app.events.occurrences import calendar_of, evenings, preview, series_of, today_of
from app.events.recurring import Rule, rule_of, rules_through
from app.events.wording import day_words, rule_words
from app.kit.clock import now
from app.registrations import operations
from app.registrations.views.events import bp
from app.registrations.views.planning import own_event

SERIES = "/events/<slug>/series"
SHOWN, HINTED = 12, 3

bp.add_app_template_filter(day_words, "day_words")
bp.add_app_template_filter(rule_words, "rule_words")


@bp.get(SERIES)
def series(slug: str) -> ResponseReturnValue:
    """The days ahead of a series; of an event that is alone, the ways to come again."""
    event = own_event(slug)
    going_on = series_of(event)
    if going_on is not None:
        return _calendar(event, going_on, GoingOnForm(going_on))
    rule = _chosen(event)
    if rule is None:
        return _offers(event)
    return _start(event, rule, SeriesForm(rule, _first(event)))


@bp.post(SERIES)
def begin_series(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    rule = _chosen(event)
    if rule is None:
        return redirect(url_for("events.series", slug=slug), 303)
    form = SeriesForm(rule, _first(event))
    if not form.validate_on_submit():
        return _start(event, rule, form)
    made = events.begin(event, form.recurrence, by=current_user(), at=now())
    _say_made(operations.keep_ahead(made, at=now()))
    return redirect(url_for("events.series", slug=slug), 303)


@bp.post(f"{SERIES}/changes")
def change_series(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    going_on = _series(event)
    form = GoingOnForm(going_on)
    if not form.validate_on_submit():
        return _calendar(event, going_on, form)
    events.adjust(going_on, form.recurrence, by=current_user(), at=now())
    flash(_("Saved."))
    _say_made(operations.keep_ahead(going_on, at=now()))
    return redirect(url_for("events.series", slug=slug), 303)


@bp.post(f"{SERIES}/days-left-out")
def leave_out(slug: str) -> ResponseReturnValue:
    event, (going_on, day) = own_event(slug), _day(slug)
    operations.leave_out(going_on, day, by=current_user(), at=now())
    operations.keep_ahead(going_on, at=now())
    flash(_("%(day)s is left out.", day=day_words(day)))
    return redirect(url_for("events.series", slug=_still_there(event, going_on)), 303)


@bp.post(f"{SERIES}/days-brought-back")
def bring_back(slug: str) -> ResponseReturnValue:
    going_on, day = _day(slug)
    events.bring_back(going_on, day, by=current_user(), at=now())
    operations.keep_ahead(going_on, at=now())
    flash(_("%(day)s takes place after all.", day=day_words(day)))
    return redirect(url_for("events.series", slug=slug), 303)


@bp.post(f"{SERIES}/end")
def end_series(slug: str) -> ResponseReturnValue:
    event = own_event(slug)
    going_on = _series(event)
    operations.end_series(going_on, by=current_user(), at=now())
    flash(_("The series has ended. What is published takes place."))
    return redirect(url_for("events.series", slug=_still_there(event, going_on)), 303)


def _series(event: Event) -> Series:
    """The series of the event. Raises NotInSeries."""
    found = series_of(event)
    if found is None:
        raise events.NotInSeries
    return found


def _day(slug: str) -> tuple[Series, date]:
    """The series, and the day of it that was pressed."""
    event = own_event(slug)
    going_on = _series(event)
    ahead = calendar_of(going_on, today_of(event, now()), SHOWN)
    form = DayForm([one.day for one in ahead])
    if not form.validate_on_submit():
        raise events.NotInSeries
    return going_on, form.chosen


def _still_there(event: Event, going_on: Series) -> str:
    """An evening by which the series is still found: its own draft may have gone."""
    slugs = [evening.slug for evening in evenings(going_on)]
    return event.slug if event.slug in slugs else slugs[0]


def _first(event: Event) -> date:
    return today_of(event, event.starts_at)


def _chosen(event: Event) -> Rule | None:
    """The rule that was chosen from those on offer."""
    offered = {str(rule): rule for rule in rules_through(_first(event))}
    return offered.get(request.args.get("rule", ""))


def _offers(event: Event) -> str:
    first = _first(event)
    offers = [(rule, preview(rule, first, HINTED)) for rule in rules_through(first)]
    return render_template("events/series.html", event=event, offers=offers)


def _start(event: Event, rule: Rule, form: SeriesForm) -> str:
    return render_template("events/series.html", event=event, rule=rule, form=form)


def _calendar(event: Event, going_on: Series, form: GoingOnForm) -> str:
    return render_template(
        "events/series.html",
        event=event,
        series=going_on,
        rule=rule_of(going_on.rule),
        form=form,
        days=calendar_of(going_on, today_of(event, now()), SHOWN),
    )


def _say_made(number: int) -> None:
    if number:
        text = ngettext(
            "%(num)s evening is ready ahead.", "%(num)s evenings are ready ahead.", number
        )
        flash(text)
