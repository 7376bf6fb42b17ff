"""Answers to our mails, passed on so that neither side learns the other's address."""
