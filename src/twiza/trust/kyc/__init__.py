"""Identity papers: both sides of the card and a selfie with it, looked at by an administrator, then gone.

A case moves by the table in `states.py`. Each picture is redrawn without its metadata and sealed with a key of its own
outside the database; every look leaves a line (`looking`). A refusal, a lost badge, the end of an account or of the
time we may keep them dooms the pictures: unreadable at once, destroyed right after the commit with a line that proves
it (`erasing`), and looked for once more every day (`sweeping`).
"""

# Reactions and the archive listen from the moment anything of identity checks is used.
from twiza.trust.kyc import own_data, reactions

__all__ = ["own_data", "reactions"]
