"""Reporting, looking after reports, and leaving."""
