"""The two states that indexes are made for, written out as the indexes have them.

A status that is bound like other values would hide from the planner that a partial index answers the question.
"""

from sqlalchemy import ColumnElement, literal_column

from twiza.bookings.models import Booking

IS_PENDING: ColumnElement[bool] = Booking.status == literal_column("'PENDING'", Booking.status.type)
IS_CONFIRMED: ColumnElement[bool] = Booking.status == literal_column("'CONFIRMED'", Booking.status.type)
