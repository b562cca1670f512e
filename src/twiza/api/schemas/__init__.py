"""The shapes of what the API takes and gives, each with an example."""
