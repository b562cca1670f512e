"""Pros: who comes to the client's door, for what, in which city and when.

A pro serves exactly one city, offers services (one category each, with a price that informs and binds nobody), and
opens hours: a week that repeats, a timetable that replaces it for some dates, and exceptions that close or open single
hours. What comes of them is kept as a bit for each hour ahead (`ProCalendar.open`), rebuilt whenever one of them
changes; the hours that bookings hold are the bits of `ProCalendar.locked`, which `twiza.bookings` writes. Whatever
changes a pro's time takes the lock of the profile first.
"""

# Both listen from the moment anything of pros is used.
from twiza.pros import own_data, reactions

__all__ = ["own_data", "reactions"]
