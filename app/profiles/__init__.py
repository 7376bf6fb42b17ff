"""What members show: who they are, what they offer and need, what they care about, and to whom."""
