"""Trust: people report what is wrong, and administrators answer, the most urgent first.

A report is about a gig, a profile, a message or a review that its reporter can see; nobody reports themselves, and
one thing is reported once by one person until it is answered. An administrator takes it, and closes it with a
decision that both the reporter and the log keep.
"""
