"""What is looked after beside the programme."""

from datetime import datetime

from app.alongside.operations import call_off_left_behind


def look_after_meals(at: datetime) -> int:
    """Call off meals whose proposer no longer comes; returns how many."""
    return call_off_left_behind(at)
