"""Who is here: people, their addresses, their sign-ins."""
