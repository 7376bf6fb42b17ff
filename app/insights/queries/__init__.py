"""What an organizer's desk asks: a few statements, however many people there are."""
