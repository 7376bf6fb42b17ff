"""What programs send and read, by noun."""
