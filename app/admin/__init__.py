"""Staff: what the people who run the installation look at."""
