"""Every component on one page, to look at while developing; production doesn't serve it."""
