"""Text messages through any provider that takes JSON over HTTP."""
