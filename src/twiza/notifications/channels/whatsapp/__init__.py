"""WhatsApp: what is critical for a booking, with buttons that answer it."""
