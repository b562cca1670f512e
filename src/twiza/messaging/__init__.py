"""Messages between two people: their words, files and voice notes, and how far each has read."""
