"""Finding groups, those who belong, and those who no longer come."""

from app.groups.queries.bans import (
    address_hash,
    banned_among,
    bans_of,
    is_address_banned,
    is_banned,
    resembling,
    resembling_among,
)
from app.groups.queries.groups import (
    groups_about,
    groups_of,
    groups_run_by,
    is_in,
    members_count,
    members_counts,
    owners,
    visible_groups,
)
from app.groups.queries.members import (
    invitation_behind,
    invitations_open,
    living_owner_ids,
    members_of,
    membership_of,
    owned_by,
    roles_count,
    team_of,
)

__all__ = [
    "address_hash",
    "banned_among",
    "bans_of",
    "groups_about",
    "groups_of",
    "groups_run_by",
    "invitation_behind",
    "invitations_open",
    "is_address_banned",
    "is_banned",
    "is_in",
    "living_owner_ids",
    "members_count",
    "members_counts",
    "members_of",
    "membership_of",
    "owned_by",
    "owners",
    "resembling",
    "resembling_among",
    "roles_count",
    "team_of",
    "visible_groups",
]
