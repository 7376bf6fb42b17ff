"""Keeping in touch: when the two last met, what each gave, whom one still wants to meet."""
