"""What the pages of introductions share."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.session import current_user
from app.introductions.models import Introduction
from app.introductions.queries import visible_introductions
from app.web.find import find

bp = Blueprint("introductions", __name__, url_prefix="/introductions")


def introduction_called(introduction_id: str) -> Introduction:
    mine = visible_introductions(current_user())
    return find(mine.where(Introduction.public_id == introduction_id))


def to_inbox() -> ResponseReturnValue:
    return redirect(url_for("introductions.index"), 303)


def to_request(introduction: Introduction) -> ResponseReturnValue:
    place = url_for("introductions.show", introduction_id=introduction.public_id)
    return redirect(place, 303)
