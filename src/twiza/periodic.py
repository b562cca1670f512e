"""Everything the clock does by itself, in one table: what, and how often.

Each row runs once per tick, however many workers there are.
"""

from twiza.kit import ratelimit
from twiza.kit.tasks import history
from twiza.kit.tasks.periodic import every
from twiza.notifications import sweeping

PERIODIC = [
    every(minutes=1)(sweeping.deliver_waiting),
    every(minutes=5)(sweeping.wipe_expired_secrets),
    every(hours=1)(ratelimit.prune),
    every(hours=1)(history.prune),
]
