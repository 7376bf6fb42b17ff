"""What can happen to a group and to those who belong."""

from app.groups.operations.bans import Unwelcome, ban, lift
from app.groups.operations.belonging import (
    CannotJoin,
    LastOwner,
    NotAMember,
    OutOfRank,
    appoint,
    dismiss,
    join,
    leave,
)
from app.groups.operations.charters import (
    AddressNotProven,
    Charter,
    SlugTaken,
    found,
    revise,
)

__all__ = [
    "AddressNotProven",
    "CannotJoin",
    "Charter",
    "LastOwner",
    "NotAMember",
    "OutOfRank",
    "SlugTaken",
    "Unwelcome",
    "appoint",
    "ban",
    "dismiss",
    "found",
    "join",
    "leave",
    "lift",
    "revise",
]
