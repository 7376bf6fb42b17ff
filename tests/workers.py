"""Who tests what, where several processes do: each with servers of its own, one file at a time."""

import os

import pytest

# These stand on something that takes long to make, and is made once in a process; and two browsers,
# each with a house of its own, would be slower than any phone.
TOGETHER = ("tests/admin/", "tests/browser/", "tests/demo/", "tests/faults/", "tests/safety/")
# What takes minutes begins first, so that nobody waits for it at the end.
FIRST = (
    "tests/browser/",
    "tests/safety/",
    "tests/faults/",
    "tests/demo/",
    "tests/cli/test_installation.py",
    "tests/api/test_document.py",
    "tests/matching/",
    "tests/admin/",
    "tests/introductions/",
)


def unit_of(test: str) -> str:
    """What goes to one process as a whole."""
    path = test.partition("::")[0]
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)


def turn_of(test: str) -> int:
    """When its time comes: a small number is soon."""
    return next((turn for turn, start in enumerate(FIRST) if test.startswith(start)), len(FIRST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: turn_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class ByUnit(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit_of(nodeid)

    config.option.loadscopereorder = False
    return ByUnit(config, log)
