"""What is decided about meeting without asking anybody: plain values."""
