"""Every letter of the house as an example, written from people and evenings that are made up."""
