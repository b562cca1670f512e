"""Two-step sign-in: setting it up, its recovery codes, switching it off."""
