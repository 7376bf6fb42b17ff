"""The door for programs: the same operations and the same refusals as the pages, in JSON."""
