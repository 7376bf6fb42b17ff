"""Pages of a group that show no events."""

from app.groups.views import invitations as _invitations  # noqa: F401 -- they belong to the team
from app.groups.views.charters import bp as charters
from app.groups.views.circles import bp as circles
from app.groups.views.team import bp as team

BLUEPRINTS = (charters, circles, team)
