"""Reviews: what the two parties of a finished order say of each other."""
