"""/dashboard: what waits for somebody, by the hat they wear."""
