"""Pictures drawn from a seed: covers for events, crests for people and groups."""
