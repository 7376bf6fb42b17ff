"""Hosting for the first time."""
