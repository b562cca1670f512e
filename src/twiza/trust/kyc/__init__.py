"""Identity papers: both sides of the card and a selfie with it, looked at by an administrator, then gone.

Each file is sealed with a key of its own outside the database, every look at it is logged, and a rejection, the end of
an account or the end of the time we may keep them destroys key and bytes; `KycErasure` is the proof.
"""
