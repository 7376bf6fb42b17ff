"""Finding groups, those who belong, and those who no longer come."""

from app.groups.queries.bans import (
    address_hash,
    banned_among,
    bans_of,
    is_banned,
    resembling,
)
from app.groups.queries.groups import (
    groups_of,
    groups_run_by,
    is_in,
    members_count,
    members_counts,
    owners,
    visible_groups,
)

__all__ = [
    "address_hash",
    "banned_among",
    "bans_of",
    "groups_of",
    "groups_run_by",
    "is_banned",
    "is_in",
    "members_count",
    "members_counts",
    "owners",
    "resembling",
    "visible_groups",
]
