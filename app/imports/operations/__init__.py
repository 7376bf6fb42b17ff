"""What can happen to a list: it is looked at, its columns are named, it comes in or is dropped."""

from app.imports.operations.bringing import bring_in_list
from app.imports.operations.links import make_links
from app.imports.operations.looking import (
    BroughtInAlready,
    NoNames,
    Upload,
    drop,
    look_at,
    name_columns,
    pending,
)

__all__ = [
    "BroughtInAlready",
    "NoNames",
    "Upload",
    "bring_in_list",
    "drop",
    "look_at",
    "make_links",
    "name_columns",
    "pending",
]
