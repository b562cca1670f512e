"""Gigs: what freelancers offer at a price, in up to three packages, from draft to published.

A draft may lack things; what strangers see is whole at every moment. A gig without pictures shows a cover drawn
for its category. Banned, suspended and departed sellers' gigs are shown to nobody (`access`).
"""

# Reactions listen, and the archive of one's data is complete, from the moment anything of gigs is used.
from twiza.gigs import giving_back, reactions

__all__ = ["giving_back", "reactions"]
