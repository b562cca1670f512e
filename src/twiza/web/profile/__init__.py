"""Where a signed-in person lands, and what they show of themselves."""
