"""One's own profile; and the words everybody shares, for those who look after them."""
