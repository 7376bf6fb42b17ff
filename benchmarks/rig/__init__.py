"""What the benchmarks stand on: a house that runs, people in it, visitors at its door."""
