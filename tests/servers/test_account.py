"""Whom servers run as."""

import os
import pwd

import pytest

from app.servers import account
from app.servers.errors import CannotStart


def unknown(_asked):
    raise KeyError


def test_somebody_without_a_name_is_known_by_number(monkeypatch):
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert account.myself().name == str(os.geteuid())


def test_root_never_means_root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert account.unprivileged().uid != 0


def test_a_machine_without_nobody_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    with pytest.raises(CannotStart, match="DATABASE_URL"):
        account.unprivileged()
