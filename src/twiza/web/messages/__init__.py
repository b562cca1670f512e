"""Messages as pages: the inbox, one conversation, offers in it, and the same conversation beside an order."""
