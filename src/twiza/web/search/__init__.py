"""/gigs: the results of a search, its filters with counts, and suggestions while one types."""
