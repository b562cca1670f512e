"""The privacy shield, proven with numbers that were planted everywhere."""
