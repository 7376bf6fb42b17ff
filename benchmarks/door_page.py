"""The door's page with 5,000 people on a slow phone: opening it and searching, network or none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from app.accounts.models import User
from app.cli.figures import Figure
from app.kit.db import db
from app.registrations.models import Registration
from benchmarks.rig import people, rooms
from benchmarks.rig.house import House, serving

PEOPLE = 5_000
SLOWER = 4  # times as slow as this machine: a phone of some years ago
OPENINGS = 3
SHARE = 0.95
WORDS = ("takahashi", "タカハシ", "高", "さと", "sato", "佐藤 ", "a", "んん", "髙橋", "suzuki h")
CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# One word more or less in the field, until the list is drawn and laid out.
SEARCH = """async (word) => {
    const field = document.querySelector("input[type=search]");
    const list = document.querySelector("ul[data-guests]");
    const drawn = new Promise((done) => {
        const watch = new MutationObserver(() => (watch.disconnect(), done()));
        watch.observe(list, { childList: true });
    });
    field.value = word;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await drawn;
    return document.body.offsetHeight;
}"""

# What it costs to ask at all.
NOTHING = "async (word) => document.body.offsetHeight"


def measure() -> list[Figure]:
    """What a phone four times as slow as this machine's browser waits for."""
    with serving() as house:
        host = people.some_members(1)[0]
        path = f"/events/{_a_full_hall(host)}/door"
        with _phone(house, people.browsers([host])[0].cookie) as context:
            page, session = _slow(context)
            smallest = min(_opened(page, "/about") for _ in range(OPENINGS))
            online = [_opened(page, path) for _ in range(OPENINGS)]
            page.wait_for_selector("[data-kept][data-is-kept]", state="attached")
            context.set_offline(True)
            page.wait_for_selector("[data-unsent]:not([hidden])")
            offline = [_opened(page, path, has_list=True) for _ in range(OPENINGS)]
            page.wait_for_selector("[data-unsent]:not([hidden])")
            typed = [word[: n + 1] for word in WORDS for n in range(len(word))]
            idle = min(_searched(page, session, word, NOTHING) for word in typed[:10])
            searches = sorted(_searched(page, session, word) - idle for word in typed)
    return [
        Figure("door page opens", *_against(online, smallest)),
        Figure("door page opens without a network", *_against(offline, smallest)),
        Figure("search without a network, 95 in 100", searches[int(len(searches) * SHARE)], "ms"),
        Figure("search without a network, slowest", searches[-1], "ms"),
    ]


def _against(times: list[float], smallest: float) -> tuple[float, str, float, str]:
    """The middle of what was measured, beside the smallest page there is."""
    middle = sorted(times)[len(times) // 2]
    return middle, "ms", middle / smallest, "the page about us"


def _a_full_hall(host: User) -> str:
    """An evening with that many seats taken and every fourth person here; the event's slug."""
    group = people.a_group(host)
    event = people.an_evening(group, host, PEOPLE)
    placed = rooms.they_register(event, rooms.a_crowd(PEOPLE, "hall"), seated=True)
    rooms.they_come(event, placed[: PEOPLE // 2])
    db.session.execute(
        sa.update(Registration).values(
            ticket_hash=sa.func.encode(
                sa.func.sha256(sa.cast(Registration.public_id, sa.LargeBinary)), "hex"
            )
        )
    )
    slug = event.slug
    db.session.commit()
    people.tables_known_to_the_planner()
    return slug


@contextmanager
def _phone(house: House, cookie: str) -> Iterator[BrowserContext]:
    program = next(filter(None, map(shutil.which, CHROMES)), None)
    url = f"http://localhost:{house.port}"
    name, _, value = cookie.partition("=")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(base_url=url, viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": name, "value": value, "url": url}])
        yield context
        browser.close()


def _slow(context: BrowserContext) -> tuple[Page, CDPSession]:
    page = context.new_page()
    page.set_default_timeout(60_000)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return page, session


def _searched(page: Page, session: CDPSession, word: str, script: str = SEARCH) -> float:
    """Milliseconds the page's own thread was busy with one search, slowed down as it is."""
    before = _busy(session)
    page.evaluate(script, word)
    return (_busy(session) - before) * 1000


def _busy(session: CDPSession) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in told if one["name"] == "TaskDuration")


def _opened(page: Page, path: str, *, has_list: bool = False) -> float:
    """Milliseconds until the page is there and works; with `has_list` its own list, too."""
    began = perf_counter()
    page.goto(path, wait_until="load")
    if has_list:
        page.wait_for_selector("[data-kept][data-is-kept]", state="attached")
    return (perf_counter() - began) * 1000
