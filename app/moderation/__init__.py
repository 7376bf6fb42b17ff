"""Keeping people safe: whom we keep apart."""
