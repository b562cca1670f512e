"""Reviews: what the two parties of a finished order say of each other.

Either may write once, for sixty days after the end. Neither reads the other's words before having written: both are
shown when both are there, or a fortnight after the first. Whoever is spoken of may answer once. Ratings of gigs and
of people are kept by the database from the rows that are shown, so they are right after any removal.
"""
