"""Who came: the door, and a record of it that only ever grows."""
