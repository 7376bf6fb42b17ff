"""A real mail server beside the application."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.servers.postbox import Postbox


@pytest.fixture
def postbox(app) -> Iterator[Postbox]:
    with Postbox() as postbox:
        app.config["MAIL_URL"] = postbox.url
        yield postbox
    app.config["MAIL_URL"] = ""


@pytest.fixture
def says(postbox):
    """Change what the mail server answers: `says(rcpt="550 no such user")`."""

    def answer(**given: object) -> None:
        postbox.answers = replace(type(postbox.answers)(), **given)

    return answer
