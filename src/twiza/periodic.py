"""Everything the clock does by itself, in one table: what, and how often.

Each row runs once per tick, however many workers there are.
"""

from twiza.accounts import tasks as accounts
from twiza.api import idempotency
from twiza.bookings import rounds as booking_rounds
from twiza.bookings import sweeping as bookings
from twiza.discovery import pro_keeping as pros_found
from twiza.discovery import sweeping as discovery
from twiza.kit import ratelimit, storage
from twiza.kit.tasks import history
from twiza.kit.tasks.periodic import every
from twiza.messaging import digesting as messages
from twiza.notifications import sweeping as notifications
from twiza.orders import sweeping as orders
from twiza.pros import sweeping as pros
from twiza.reviews import showing as reviews
from twiza.trust.kyc import sweeping as kyc

# fmt: off
PERIODIC = [
    every(minutes=1)(notifications.deliver_waiting),
    every(minutes=1)(accounts.lift_ended_suspensions),
    every(minutes=1)(orders.start_paid),
    every(minutes=1)(orders.approve_silent),
    every(minutes=1)(orders.dispute_unanswered),
    every(minutes=1)(orders.dispute_undelivered),
    every(minutes=1)(messages.tell_of_waiting),
    every(minutes=1)(pros_found.follow_clock),
    every(minutes=1)(pros.end_premium),
    every(minutes=1)(bookings.expire_unanswered),
    every(minutes=1)(booking_rounds.remind_of_bookings),
    every(minutes=5)(booking_rounds.lapse_proposals),
    every(minutes=5)(orders.cancel_unpaid),
    every(minutes=5)(orders.expire_offers),
    every(minutes=5)(orders.remind),
    every(minutes=5)(reviews.show_waiting),
    every(minutes=5)(notifications.wipe_expired_secrets),
    every(minutes=10)(accounts.sweep_expired_codes),
    every(hours=1)(bookings.free_orphaned_hours),
    every(hours=1)(booking_rounds.note_left_open),
    every(hours=1)(booking_rounds.forgive_clean_clients),
    every(hours=1)(idempotency.forget_old_keys),
    every(hours=1)(pros.move_calendars),
    every(hours=1)(ratelimit.prune),
    every(hours=1)(history.prune),
    every(hours=1)(discovery.count_words),
    every(hours=6)(discovery.fade),
    every(hours=24)(discovery.count_answers),
    every(hours=24)(pros_found.count_records),
    every(hours=24)(storage.sweep),
    every(hours=24)(kyc.sweep),
    every(hours=24)(accounts.sweep_unfinished_sign_ups),
    every(hours=24)(notifications.forget_received),
]
# fmt: on
