"""The way in, the links that prove an address, and one's own account."""
