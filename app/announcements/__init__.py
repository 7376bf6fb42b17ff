"""What organizers tell those who come, or everybody who belongs."""
