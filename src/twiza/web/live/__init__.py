"""Open pages that hear at once what happens: one WebSocket per page, at /ws."""
