"""The roof: every part of the house, put together in one place."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel, get_locale
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

from app import policy
from app.accounts.access import ask_to_sign_in, public
from app.accounts.locale import choose_locale, choose_timezone
from app.accounts.queries import ABSOLUTE
from app.accounts.session import login_manager, viewer
from app.accounts.views.entry import bp as accounts
from app.accounts.views.preferences import bp as preferences
from app.accounts.views.seconds import bp as seconds
from app.accounts.views.settings import bp as settings
from app.admin.views.addresses import bp as addresses
from app.admin.views.letters import bp as letters
from app.admin.views.monitoring import bp as monitoring
from app.admin.views.outbox import bp as admin
from app.alongside.views import BLUEPRINTS as ALONGSIDE
from app.announcements.views import bp as announcements
from app.api.calls import bp as api
from app.api.views import BLUEPRINTS as PROGRAMS
from app.attendance.queries import turnout
from app.attendance.views import BLUEPRINTS as DOOR
from app.calendars.views import bp as calendars
from app.connections.views import BLUEPRINTS as TIES
from app.demo.views import bp as demo
from app.groups.views import BLUEPRINTS as GROUPS
from app.hosting.views import bp as hosting
from app.imports.views import BLUEPRINTS as FROM_ELSEWHERE
from app.insights.views import bp as insights
from app.introductions.views import BLUEPRINTS as INTRODUCTIONS
from app.keeping.views import BLUEPRINTS as KEEPING
from app.kit import clock, logs
from app.kit.db import db
from app.matching.views import bp as matching
from app.notifications.notices import unread_count
from app.notifications.views import BLUEPRINTS as MAILS
from app.profiles.views import BLUEPRINTS as PROFILES
from app.profiles.wording import industry_name, word_for
from app.recaps.views import bp as recaps
from app.registrations.views import BLUEPRINTS as HOSTING
from app.relay.views import bp as relay
from app.safety.views.blocks import bp as moderation
from app.safety.views.desk import bp as safety
from app.safety.views.leaving import bp as leaving
from app.safety.views.ledger import bp as sharing
from app.safety.views.reporting import bp as reports
from app.web import errors, filters, headers
from app.web.app import App
from app.web.kept import Keeper
from app.web.limits import limiter, read_form
from app.web.pages import bp as pages
from config import ROOT, Config

BLUEPRINTS = (
    *HOSTING,
    *ALONGSIDE,
    *GROUPS,
    announcements,
    *DOOR,
    *FROM_ELSEWHERE,
    insights,
    hosting,
    matching,
    *INTRODUCTIONS,
    *TIES,
    *KEEPING,
    pages,
    accounts,
    preferences,
    settings,
    seconds,
    *PROFILES,
    moderation,
    safety,
    leaving,
    sharing,
    reports,
    *MAILS,
    relay,
    recaps,
    calendars,
    admin,
    addresses,
    letters,
    monitoring,
    *PROGRAMS,
)

# Pages that are the house's own and have no view of ours to say `@public` themselves.
OPEN_TO_ALL = (
    "static",
    "assets.show",
    "pages.about",
    "pages.privacy",
    "pages.help",
    "pages.trouble",
    "pages.healthz",
    "pages.readyz",
    "pages.robots",
    "pages.security",
)


def create_app(config: Config) -> App:
    """Build the application. Nothing is read from the environment here."""
    app = App("app", root_path=str(ROOT / "app"), template_folder=str(ROOT / "templates"))
    app.config.from_object(config)
    app.config["PERMANENT_SESSION_LIFETIME"] = ABSOLUTE
    # A sign-in ends ninety days after it began, however often its cookie is sent again.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.config["SESSION_COOKIE_NAME"] = "__Host-session" if config.is_secure else "session"
    app.config["SESSION_COOKIE_SECURE"] = config.is_secure
    app.config["OUR_NAMES"] = _names(config)
    clock.move(config.CLOCK_OFFSET)
    logs.be_discreet()

    db.init_app(app)
    # First, so that it keeps what all others have added to an answer.
    app.extensions["kept"] = Keeper(app)
    # What pages of lower floors may ask of higher ones.
    app.extensions["turnout"] = turnout
    Migrate(app, db, directory=str(ROOT / "migrations"))
    _queue(app, config)
    _web(app, config)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if config.DEMO:
        app.register_blueprint(demo)
    for endpoint in OPEN_TO_ALL:
        public(app.view_functions[endpoint])
    return app


def _names(config: Config) -> set[str | None]:
    """The hosts we answer as. On plain http, at home and in rehearsals, any name will do."""
    if not config.is_secure:
        return set()
    return {urlsplit(config.BASE_URL).hostname, "localhost", "127.0.0.1"}


def _queue(app: Flask, config: Config) -> None:
    impatient = Redis.from_url(
        config.REDIS_URL,
        socket_timeout=config.REDIS_SECONDS,
        socket_connect_timeout=config.REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    app.extensions["queue"] = Queue(connection=impatient, serializer=JSONSerializer)


def _web(app: Flask, config: Config) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = _limits_url(config.REDIS_URL)
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "socket_timeout": config.REDIS_SECONDS,
        "socket_connect_timeout": config.REDIS_SECONDS,
    }
    Babel(app, locale_selector=choose_locale, timezone_selector=choose_timezone)
    login_manager.init_app(app)
    app.before_request(read_form)
    limiter.init_app(app)
    headers.install(app)
    # Programs show a key with every call, and their cookies do not count: nothing to forge.
    csrf = CSRFProtect(app)
    csrf.exempt(api)
    csrf.exempt(f"{preferences.import_name}.locale")  # it asks members for the token itself
    app.before_request(ask_to_sign_in)
    errors.install(app)
    filters.install(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        can=_can,
        industry_name=industry_name,
        word_for=word_for,
        clock_offset=timedelta(seconds=config.CLOCK_OFFSET),
        is_demo=config.DEMO,
    )
    app.context_processor(lambda: {"me": viewer(), "locale": str(get_locale() or "ja")})
    app.context_processor(lambda: {"unread": _unread()})


def _can(can: str, subject: object = None) -> bool:
    member = viewer()
    return member is not None and policy.allows(member, policy.Can(can), subject)


def _unread() -> int:
    """How much stands behind the bell for whoever is looking."""
    member = viewer()
    return unread_count(member, clock.now()) if member else 0


def _limits_url(redis_url: str) -> str:
    """The limiter's own spelling of a Unix socket's address."""
    if redis_url.startswith("unix://"):
        return "redis+" + redis_url
    return redis_url
