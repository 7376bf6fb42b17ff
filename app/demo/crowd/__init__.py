"""A synthetic community of any size, for load and rehearsal: the same for the same seed."""
