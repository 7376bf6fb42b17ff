"""Every setting, its type and its default. The only file that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class BadSettings(Exception):
    """Settings that are missing or wrong, all of them named at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Config:
    """Settings as Flask and its extensions name them, read once at the start."""

    SECRET_KEY: str
    SQLALCHEMY_DATABASE_URI: str
    REDIS_URL: str
    BASE_URL: str = "http://127.0.0.1:8000"
    MAIL_URL: str = ""
    MAIL_FROM: str = "Kizuna <no-reply@localhost>"
    # Two tries in the first hour and more, then every two hours for two days (RFC 5321, 4.5.4.1).
    MAIL_RETRY_SCHEDULE: tuple[int, ...] = (60, 300, 900, 1800, 3600, *(7200,) * 23)
    # Letters a second that one domain is given at most; 0 is without limit.
    MAIL_RATE: float = 100
    # The domain whose mail reaches us (bounces, answers), its maildir, the key of its webhook.
    MAIL_REPLY_DOMAIN: str = ""
    MAIL_INBOX: str = ""
    MAIL_WEBHOOK_KEY: str = ""
    # Nobody is woken by mail from ten to eight; a demonstration is looked at at any hour.
    QUIET_HOURS: bool = True
    VAR: Path = ROOT / "var"
    PORT: int = 8000
    BABEL_DEFAULT_LOCALE: str = "ja"
    BABEL_DEFAULT_TIMEZONE: str = "Asia/Tokyo"
    CLOCK_OFFSET: float = 0.0
    DEMO: bool = False
    TESTING: bool = False
    # Give a page that is the same for everybody again, as long as no row has changed.
    KEEPS_PAGES: bool = True
    WTF_CSRF_ENABLED: bool = True
    MAX_CONTENT_LENGTH: int = 16 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE: int = 1024 * 1024
    RATELIMIT_ENABLED: bool = True
    # A page must not wait for Redis: it answers at once or the sweep does the work.
    REDIS_SECONDS: float = 0.3
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_HTTPONLY: bool = True
    # Pages behind a secret address send no referrer; the token and Sec-Fetch-Site guard them.
    WTF_CSRF_SSL_STRICT: bool = False
    # A token that outlives its page would make people lose what they typed overnight.
    WTF_CSRF_TIME_LIMIT: int | None = None
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = field(
        default_factory=lambda: {
            "pool_pre_ping": True,
            # A fault is logged with the question, never with what was asked about whom.
            "hide_parameters": True,
            "pool_size": 8,
            "max_overflow": 2,
            "pool_timeout": 3,
            "connect_args": {
                "connect_timeout": 5,
                "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=8000"
                " -c idle_in_transaction_session_timeout=60000",
            },
        }
    )

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over https, so that cookies can insist on it."""
        return self.BASE_URL.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        """Read the environment. Raises BadSettings naming everything missing or wrong."""
        faults = [
            f"{name} is missing"
            for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")
            if not env.get(name)
        ]
        numbers = {
            "PORT": _number(env, "PORT", cls.PORT, faults),
            "CLOCK_OFFSET": _number(env, "KIZUNA_CLOCK_OFFSET", cls.CLOCK_OFFSET, faults),
            "MAIL_RATE": _number(env, "MAIL_RATE", cls.MAIL_RATE, faults),
        }
        schedule = _schedule(env.get("MAIL_RETRY_SCHEDULE", ""), faults)
        locale = env.get("KIZUNA_LOCALE", cls.BABEL_DEFAULT_LOCALE)
        if locale not in ("ja", "en"):
            faults.append("KIZUNA_LOCALE must be ja or en")
        if faults:
            raise BadSettings(faults)
        port, is_demo = int(numbers["PORT"]), env.get("KIZUNA_DEMO") == "1"
        base = env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
        return cls(
            SECRET_KEY=env["SECRET_KEY"],
            SQLALCHEMY_DATABASE_URI=sqlalchemy_url(env["DATABASE_URL"]),
            REDIS_URL=env["REDIS_URL"],
            BASE_URL=base,
            MAIL_URL=env.get("MAIL_URL", cls.MAIL_URL),
            MAIL_FROM=env.get("MAIL_FROM", f"Kizuna <no-reply@{urlsplit(base).hostname}>"),
            MAIL_RETRY_SCHEDULE=schedule,
            MAIL_RATE=numbers["MAIL_RATE"],
            MAIL_REPLY_DOMAIN=env.get("MAIL_REPLY_DOMAIN", "").strip().lower(),
            MAIL_INBOX=env.get("MAIL_INBOX", ""),
            MAIL_WEBHOOK_KEY=env.get("MAIL_WEBHOOK_KEY", ""),
            QUIET_HOURS=env.get("MAIL_QUIET_HOURS", "0" if is_demo else "1") != "0",
            VAR=Path(env.get("KIZUNA_VAR", cls.VAR)).resolve(),
            PORT=port,
            BABEL_DEFAULT_LOCALE=locale,
            BABEL_DEFAULT_TIMEZONE=env.get("KIZUNA_TIMEZONE", cls.BABEL_DEFAULT_TIMEZONE),
            CLOCK_OFFSET=float(numbers["CLOCK_OFFSET"]),
            DEMO=is_demo,
        )


def environment() -> dict[str, str]:
    """A copy of the environment, to be changed and given to processes started from here."""
    return dict(os.environ)


def sqlalchemy_url(url: str) -> str:
    """The address with its driver named, whichever of the usual spellings was given."""
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    return url


def _number(env: Mapping[str, str], name: str, usual: float, faults: list[str]) -> float:
    try:
        return float(env.get(name) or usual)
    except ValueError:
        faults.append(f"{name} must be a number, not {env[name]!r}")
        return usual


def _schedule(text: str, faults: list[str]) -> tuple[int, ...]:
    if not text:
        return Config.MAIL_RETRY_SCHEDULE
    try:
        return tuple(int(seconds) for seconds in text.split(","))
    except ValueError:
        faults.append("MAIL_RETRY_SCHEDULE must be seconds, separated by commas")
        return Config.MAIL_RETRY_SCHEDULE
