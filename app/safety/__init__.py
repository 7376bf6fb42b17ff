"""When something is not right: reports, what moderators do about them, and closing an account."""
