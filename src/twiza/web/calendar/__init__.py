"""Bookings in people's own calendars: a secret feed for pros, one file for each confirmed visit."""
