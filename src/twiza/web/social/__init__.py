"""Signing in with Google and GitHub: there and back, and what a newcomer still has to tell."""
