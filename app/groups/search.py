"""What a group is found by: its name, what it is in one sentence, what it is about."""

from app.groups.models import Group
from app.kit.search import vector


def index(group: Group) -> None:
    """Write down what the group is found by; to be called whenever its words have changed."""
    group.search = vector(
        ((group.name, "A"), (group.summary, "B"), (group.run_by, "C"), (group.description, "D"))
    )
