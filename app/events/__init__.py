"""What happens when and where, and on what terms one may come."""
