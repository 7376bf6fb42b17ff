"""Walking through pages with the keyboard alone."""

from playwright.sync_api import Locator, Page

MOST_TABS = 120


def reach(page: Page, place: Locator) -> None:
    """Press Tab until `place` has the focus, from wherever one is."""
    for _press in range(MOST_TABS):
        if place.evaluate("place => place === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} cannot be reached by keyboard")


def press(page: Page, place: Locator) -> None:
    """Go there and press Enter, which leads to another page."""
    reach(page, place)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_over(page: Page, field: Locator, text: str) -> None:
    reach(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
