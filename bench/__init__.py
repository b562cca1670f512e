"""`make bench`: each figure with its floor, measured in the same run, printed as a ratio; nothing here is asserted."""
