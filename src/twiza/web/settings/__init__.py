"""Settings: language, theme, how one is reached, password, sessions, one's data."""
