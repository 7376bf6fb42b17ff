"""A lively demonstration community, invented from the first name to the last event."""
