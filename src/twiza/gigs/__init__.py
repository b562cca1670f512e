"""Gigs: what freelancers offer at a price, in up to three packages, from draft to published."""
