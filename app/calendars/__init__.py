"""Calendars, feeds and everything that lets evenings be seen elsewhere."""
