"""Sentences for what reading lists and programmes can come to, as organizers see them."""

from app.imports.wording.lists import REFUSALS, ROLES, SOURCES, TONES, outcome, remark

__all__ = ["REFUSALS", "ROLES", "SOURCES", "TONES", "outcome", "remark"]
