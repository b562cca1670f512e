"""Orders as pages: placing one, the list, the room where both sides do it, payment, disputes, evidence."""
