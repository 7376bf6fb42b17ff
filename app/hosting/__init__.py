"""Hosting for the first time: why, in which steps, and what is still to be done."""
