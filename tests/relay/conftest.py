"""A house whose mail comes back to it."""

import pytest

DOMAIN = "reply.kizuna.example"


@pytest.fixture
def domain(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", DOMAIN)
    return DOMAIN
