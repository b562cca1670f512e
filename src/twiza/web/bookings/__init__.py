"""The pages of bookings: asking pros, the two lists, the room."""
