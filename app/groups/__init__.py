"""Where people gather: study groups and cross-industry circles."""
