"""What we tell people: an outbox that keeps its promises."""
