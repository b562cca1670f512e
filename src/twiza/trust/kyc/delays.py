"""How soon papers are looked at, and how often they may be sent."""

from datetime import timedelta

ANSWER_WITHIN = timedelta(hours=48)
# Refused and sent again, a few times: beyond that somebody is playing with us.
SENDINGS = (6, timedelta(days=1))
# Long enough for any request that was sealing a picture to have ended.
SETTLED = timedelta(days=1)
