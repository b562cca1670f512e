"""Every span of time and every limit that bookings know, in one place."""

from datetime import time, timedelta

SLOT = timedelta(hours=1)
HORIZON = timedelta(days=60)
ANSWER = timedelta(hours=12)  # a request expires after this, or when its hour begins
FREE_CANCELLING = timedelta(hours=12)  # a client who cancels with less than this before the start is late
REMIND_PRO_BEFORE_EXPIRY = timedelta(hours=2)
EVENING = time(18)  # of the day before, when both are reminded of the visit
URGENT_WITHIN = timedelta(hours=3)
URGENT_AGAIN = (timedelta(minutes=5), timedelta(minutes=15))
COMPLETABLE_AFTER = timedelta(hours=1)  # after the start
REPORT_WINDOW = timedelta(hours=48)
LEFT_OPEN_AFTER = timedelta(hours=72)  # after the end
THREAD_STAYS_OPEN = timedelta(days=30)

MOST_PENDING = 3  # of one client, in one city and category
MOST_PROS = 3  # in one request

CLIENT_CLEAN_AFTER = timedelta(days=30)
CLIENT_COOLDOWNS = {1: timedelta(hours=48), 2: timedelta(days=7), 3: timedelta(days=30)}  # tier 4 has no end
PRO_WINDOW = timedelta(days=30)
PRO_HIDDEN_FOR = timedelta(days=7)
PRO_IN_A_ROW, PRO_IN_WINDOW, PRO_SUSPENDED_AT = 2, 3, 5
