"""Runs a program that cannot outlive the process that asked for it.

    python -I -S tether.py '{"parent": 4711, "signal": 2, "account": "nobody"}' program argument …

A process of its own, and not `preexec_fn`, because that is unsafe once there are threads.
"""

import ctypes
import json
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(name: str) -> None:
    """Turn into the account `name` for good: its groups, its group, its user."""
    account = pwd.getpwnam(name)
    os.initgroups(name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def die_with_parent(signal: int) -> None:
    """Be sent `signal` when the parent is gone, however it went (Linux; elsewhere, nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)


def main() -> None:
    """Become what the first argument says, then run the rest."""
    order, command = json.loads(sys.argv[1]), sys.argv[2:]
    os.setsid()
    os.umask(0o077)
    if order.get("account"):
        become(order["account"])
        os.chdir("/")
    # After the change of user, which would clear it again.
    die_with_parent(order["signal"])
    if os.getppid() != order["parent"]:
        sys.exit("The process that asked for this one has gone.")
    os.execv(command[0], command)  # noqa: S606 -- the point of this file


if __name__ == "__main__":
    main()
