"""Choices for fields that offer some: the one place that knows how WTForms wants them."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    """The choices for (value, label) pairs; labels may be translated late."""
    return [SelectChoice(value, label) for value, label in pairs]
