"""What organizers look at: what is to do, who comes, how it went."""
