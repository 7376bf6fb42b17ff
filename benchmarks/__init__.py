"""The figures of the README, each with something to compare it with, measured in the same run."""
