"""Looking at a page as people with phones, desks, dark rooms and screen readers would."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
# A desk's page at four times its size: WCAG 1.4.10.
ENLARGED = 320
SCHEMES = ("light", "dark")

_axe = Axe()


def look(page: Page, name: str) -> None:
    """Find no fault with the page at any width, in light and dark; keep pictures on wish."""
    page.wait_for_load_state()
    _fits(page, name, ENLARGED)
    for width in WIDTHS:
        _fits(page, name, width)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = _axe.run(page, options={"runOnly": RULES}).response["violations"]
            faults = [(v["id"], v["nodes"][0]["html"][:120]) for v in found]
            assert faults == [], f"{name} at {width} px, {scheme}"
            _keep(page, f"{name}-{width}-{scheme}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})


def _fits(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{name} is {overflow} px too wide at {width} px"


def _keep(page: Page, name: str) -> None:
    folder = os.environ.get("KIZUNA_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
