"""What can happen to a list or a programme: it is looked at, it comes in or is dropped."""

from app.imports.operations.bringing import bring_in_list
from app.imports.operations.claiming import give_back, take_over
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
from app.imports.operations.programmes import (
    NothingToUndo,
    ProgrammeIsIn,
    bring_in_programme,
    drop_programme,
    look_at_programme,
    publish_programme,
    undo_programme,
)
from app.imports.operations.starting import begin_list, begin_programme

__all__ = [
    "BroughtInAlready",
    "NoNames",
    "NothingToUndo",
    "ProgrammeIsIn",
    "Upload",
    "begin_list",
    "begin_programme",
    "bring_in_list",
    "bring_in_programme",
    "drop",
    "drop_programme",
    "give_back",
    "look_at",
    "look_at_programme",
    "make_links",
    "name_columns",
    "pending",
    "publish_programme",
    "take_over",
    "undo_programme",
]
