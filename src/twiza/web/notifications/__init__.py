"""The bell: what a person was told, and what they want to be told by message."""
