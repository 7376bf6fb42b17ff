"""Attendee lists from other platforms come in here, read carefully and reported row by row."""
