"""Accounts: who people are, how they prove it, what they may do, and how their sessions begin and end.

A newcomer signs up with a phone and types the code that proves it; whoever comes back signs in with a phone
or an email. What a browser carries are signed tokens, only as good as the account behind them: raising its
version ends every session. Answers never tell a stranger whether an account exists; decoys take the same steps.
Each module is one verb (`signing_up`, `verifying`, `banning`…) and is reached as `twiza.accounts.<verb>`.
"""

# Reactions listen from the moment anything of accounts is used.
from twiza.accounts import reactions

__all__ = ["reactions"]
