"""Who is coming: seats, the waitlist, and the tickets that prove it."""
