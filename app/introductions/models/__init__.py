"""What introductions are made of: requests, whom they were put to, terms, prompts, the board."""

from app.introductions.models.board import Posting, Response
from app.introductions.models.consulting import Consultation
from app.introductions.models.giving import Prompt, Thanks
from app.introductions.models.requests import (
    Aftermath,
    Approach,
    Consent,
    Incident,
    Introduction,
    Step,
    Wanted,
)
from app.introductions.models.terms import Terms, Voucher
from app.introductions.models.together import CheckIn, GrowthGoal, GrowthPair, JointTask

__all__ = [
    "Aftermath",
    "Approach",
    "CheckIn",
    "Consent",
    "Consultation",
    "GrowthGoal",
    "GrowthPair",
    "Incident",
    "Introduction",
    "JointTask",
    "Posting",
    "Prompt",
    "Response",
    "Step",
    "Terms",
    "Thanks",
    "Voucher",
    "Wanted",
]
